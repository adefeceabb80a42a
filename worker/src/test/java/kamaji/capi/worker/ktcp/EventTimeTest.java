// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.ktcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventTimeTest {
    private static final String CREATED = "metadata: {creationTimestamp: '2026-01-01T10:00:00Z'}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lastTimestamp: '2026-01-01T10:00:01Z', eventTime: '2026-01-01T10:00:03.5Z' | 2026-01-01T10:00:01Z",
                "series: {lastObservedTime: '2026-01-01T10:00:02.000001Z'}, eventTime: '2026-01-01T10:00:03.5Z'"
                        + " | 2026-01-01T10:00:02.000001Z",
                "series: {count: 2}, eventTime: '2026-01-01T10:00:03.500000Z' | 2026-01-01T10:00:03.5Z",
                "eventTime: null, lastTimestamp: null | 2026-01-01T10:00:00Z",
            })
    void theLastTimeThatIsKnownCounts(String fields, Instant time) {
        assertThat(EventTime.of(event(fields))).isEqualTo(time);
    }

    @Test
    void eventsOfBothKindsAreInOneOrder() {
        Event half = event("reason: second, eventTime: '2026-01-01T10:00:00.500000Z'");
        Event full = event("reason: third, lastTimestamp: '2026-01-01T10:00:01Z'");
        Event none = event("reason: first");

        assertThat(Stream.of(full, half, none).sorted(EventTime.OLDEST_FIRST).map(Event::getReason))
                .containsExactly("first", "second", "third");
    }

    @Test
    void whatAnEventDoesNotSayIsNotPrintedAsNull() {
        HistoryCommand.Told told = HistoryCommand.Told.of(event("reason: Seen"));
        HistoryCommand.History history =
                new HistoryCommand.History("demo", "hello", true, "a/demo/hello", null, List.of(), List.of(told));

        assertThat(HistoryText.of(history))
                .contains("2026-01-01T10:00:00Z", "Seen")
                .doesNotContain("null");
    }

    private static Event event(String fields) {
        return Serialization.unmarshal("---\n{" + CREATED + ", " + fields + "}", Event.class);
    }
}
