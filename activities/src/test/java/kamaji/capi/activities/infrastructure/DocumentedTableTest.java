// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DocumentedTableTest {
    private static final Pattern TABLE = Pattern.compile("(?s)```csv\\n(.*?)```");

    @Test
    void theTableInTheGuideCanBeReadAsItStands() throws IOException {
        Path page =
                Path.of(Objects.requireNonNull(System.getProperty("checkout.root")), "docs/providers/your-own-kind.md");
        Matcher table = TABLE.matcher(Files.readString(page));

        assertThat(table.find()).isTrue();
        assertThat(KindsTable.parse("guide", table.group(1)))
                .extracting(InfrastructureKind::kind)
                .containsExactly("OscCluster", "BoxCluster");
    }
}
