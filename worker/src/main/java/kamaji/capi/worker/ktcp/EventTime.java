// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.ktcp;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventSeries;
import io.fabric8.kubernetes.api.model.MicroTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** When an event was seen last. Pure. */
final class EventTime {
    static final Comparator<Event> OLDEST_FIRST = Comparator.comparing(EventTime::of);

    private EventTime() {}

    /** Events written through {@code events.k8s.io/v1} have no {@code lastTimestamp}. */
    static Instant of(Event event) {
        Optional<EventSeries> series = Optional.ofNullable(event.getSeries());
        return Stream.of(
                        Optional.ofNullable(event.getLastTimestamp()),
                        series.map(EventSeries::getLastObservedTime).map(MicroTime::getTime),
                        Optional.ofNullable(event.getEventTime()).map(MicroTime::getTime),
                        Optional.ofNullable(event.getMetadata().getCreationTimestamp()))
                .flatMap(Optional::stream)
                .findFirst()
                .map(Instant::parse)
                .orElse(Instant.EPOCH);
    }
}
