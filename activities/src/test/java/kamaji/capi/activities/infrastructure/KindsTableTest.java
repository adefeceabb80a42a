// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KindsTableTest {
    private static final String HEADINGS = String.join(",", KindsTable.COLUMNS);
    private static final String GOOD = "a.test,Ax,,spec.e.host,spec.e.port,patch,,";

    @Test
    void commentsAndBlanksAreNoRows() {
        assertThat(KindsTable.parse("t", "# one\n\n" + HEADINGS + "\n  \n" + GOOD + " # two\n"))
                .hasSize(1)
                .allSatisfy(row -> assertThat(row.where()).isEqualTo("spec.e"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            a.test,Ax,,spec.h,spec.p,patch,                 | column provisioned-v1beta2: there are 7 columns; write all 8
            a.test,Ax,,spec.h,spec.p,patch,,,               | column after the last: there are 9 columns
            A_test,Ax,,spec.h,spec.p,patch,,                | column group: 'A_test' is not an API group
            ,Ax,,spec.h,spec.p,patch,,                      | column group: '' is not an API group
            a.test,ax,,spec.h,spec.p,patch,,                | column kind: 'ax' is not a kind
            a.test,Ax,1,spec.h,spec.p,patch,,               | column version: '1' is not an API version
            a.test,Ax,,status.h,spec.p,patch,,              | column host: 'status.h' is no field of spec
            a.test,Ax,,spec..h,spec.p,patch,,               | column host: 'spec..h' is no field of spec
            a.test,Ax,,spec.h,spec,patch,,                  | column port: 'spec' is no field of spec
            a.test,Ax,,spec.h,,patch,,                      | column port: '' is no field of spec
            a.test,Ax,,spec.h,spec.h,patch,,                | column port: host and port are the same field
            a.test,Ax,,spec.h,spec.p,fix,,                  | column behaviour: 'fix' is none of patch, patch-and-mark-provisioned, check, check-or-patch
            a.test,Ax,,spec.h,spec.p,unsupported,,          | column behaviour: 'unsupported' is none of
            a.test,Ax,,spec.h,spec.p,patch,ready,           | column provisioned-v1beta1: 'ready' is no field of status
            a.test,Ax,,spec.h,spec.p,patch-and-mark-provisioned,, | column provisioned-v1beta2: no mark is given
            a.test,Ax,,spec.e.host,spec.e.port,check,,      | column kind: there is a row for the same kind and version above
            """)
    void aMalformedRowIsRefusedByRowAndColumn(String row, String problem) {
        assertThatThrownBy(() -> KindsTable.parse("mine.csv", HEADINGS + "\n" + GOOD + "\n" + row))
                .isInstanceOf(MalformedTableException.class)
                .hasMessageStartingWith("mine.csv, row in line 3, ")
                .hasMessageContaining(problem);
    }

    @Test
    void theFirstRowHasToBeTheHeadings() {
        assertThatThrownBy(() -> KindsTable.parse("mine.csv", GOOD))
                .hasMessageContaining("row in line 1, column group: the heading is 'a.test'; the first row has to be ");
        assertThatThrownBy(() -> KindsTable.parse("mine.csv", "group,kind"))
                .hasMessageContaining("column version: the heading is missing");
        assertThatThrownBy(() -> KindsTable.parse("mine.csv", "# nothing"))
                .hasMessageContaining("mine.csv is empty: its first row has to be group,kind");
    }
}
