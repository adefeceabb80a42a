// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.ktcp;

import java.time.Duration;

/** {@code history} on a terminal. */
final class HistoryText {
    private HistoryText() {}

    static String of(HistoryCommand.History history) {
        StringBuilder text = new StringBuilder(history.namespace() + "/" + history.name()
                + (history.exists() ? "" : " (gone)") + ", workflow " + history.workflow() + "\n");
        if (history.link() != null) {
            text.append(history.link()).append('\n');
        }
        history.episodes().forEach(episode -> text.append('\n').append(episode(episode)));
        if (!history.events().isEmpty()) {
            text.append("\nEvents\n").append(events(history));
        }
        return text.toString();
    }

    private static String episode(Episode episode) {
        Duration took = episode.ended() == null ? null : Duration.between(episode.started(), episode.ended());
        String head = Table.time(episode.started()) + "  " + episode.kind() + "  " + episode.outcome()
                + (took == null ? "" : " after " + Table.age(took))
                + (episode.cause() == null ? "" : ": " + episode.cause());
        Table table = new Table();
        table.row("  AT", "STEP", "TOOK", "TRIES", "RESULT");
        for (Episode.Step step : episode.steps()) {
            table.row(
                    "  +" + Table.age(Duration.between(episode.started(), step.begun())),
                    step.name(),
                    step.took() == null ? "" : Table.age(step.took()),
                    step.name().equals(Episode.Step.WAIT) ? "" : String.valueOf(step.attempts()),
                    result(step));
        }
        return head + "\n" + table.text() + "  run " + episode.runId() + "\n";
    }

    private static String result(Episode.Step step) {
        String message = step.message() == null ? "" : step.message();
        if (!step.name().equals(Episode.Step.WAIT)) {
            return step.result() + (message.isEmpty() ? "" : ": " + message);
        }
        return switch (step.result()) {
            case "change" -> message + " (ended by a change)";
            case "time" -> message + " (looked again by itself)";
            default -> message;
        };
    }

    private static String events(HistoryCommand.History history) {
        Table table = new Table();
        for (HistoryCommand.Told event : history.events()) {
            table.row("  " + Table.time(event.time()), event.type(), event.reason(), event.message());
        }
        return table.text();
    }
}
