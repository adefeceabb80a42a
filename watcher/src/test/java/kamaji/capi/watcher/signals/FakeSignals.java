// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher.signals;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import kamaji.capi.workflows.facts.ClusterRef;

/** Remembers what was sent; refuses while told to. */
public final class FakeSignals implements Signals {
    private final List<Sent> sent = new CopyOnWriteArrayList<>();
    private volatile boolean refusing;

    /**
     * One signal.
     *
     * @param started whether it may have started a run
     */
    public record Sent(String namespace, String name, String hint, boolean started) {}

    public void refuse(boolean refuse) {
        refusing = refuse;
    }

    public List<Sent> all() {
        return List.copyOf(sent);
    }

    public List<Sent> to(String namespace) {
        return sent.stream().filter(one -> one.namespace().equals(namespace)).toList();
    }

    public List<Sent> to(String namespace, String name) {
        return to(namespace).stream().filter(one -> one.name().equals(name)).toList();
    }

    @Override
    public void send(ClusterRef ref, String hint, Start start) throws SignalFailedException {
        add(new Sent(ref.namespace(), ref.name(), hint, true));
    }

    @Override
    public void tellOpenRun(ClusterRef ref, String hint) throws SignalFailedException {
        add(new Sent(ref.namespace(), ref.name(), hint, false));
    }

    private void add(Sent one) throws SignalFailedException {
        if (refusing) {
            throw new SignalFailedException("refused");
        }
        sent.add(one);
    }
}
