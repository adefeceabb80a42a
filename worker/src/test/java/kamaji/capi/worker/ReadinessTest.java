// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReadinessTest {
    private final Readiness readiness = new Readiness();
    private final FakeRole watcher = new FakeRole("watcher");
    private final FakeRole worker = new FakeRole("worker");

    @Test
    void unreadyButAliveWhileItWaits() {
        readiness.waitFor("Temporal at 127.0.0.1:7233");

        assertThat(readiness.readiness().well()).isFalse();
        assertThat(readiness.readiness().text()).contains("waiting for Temporal at 127.0.0.1:7233");
        assertThat(readiness.liveness().well()).isTrue();
    }

    @Test
    void readyWhenEveryRoleIs() {
        readiness.add(worker);
        readiness.add(watcher);
        readiness.started();
        worker.ready = true;

        assertThat(readiness.readiness().text()).isEqualTo("watcher: has not synced");

        watcher.ready = true;

        assertThat(readiness.readiness().well()).isTrue();
    }

    @Test
    void oneDeadRoleMakesTheProcessDead() {
        readiness.add(worker);
        readiness.add(watcher);
        watcher.alive = false;

        assertThat(readiness.liveness().well()).isFalse();
        assertThat(readiness.liveness().text()).contains("watcher");
    }

    @Test
    void stoppingIsNeverReadyAgain() {
        readiness.stopping();
        readiness.started();

        assertThat(readiness.readiness().well()).isFalse();
        assertThat(readiness.readiness().text()).contains("stopping");
    }

    private static final class FakeRole implements Role {
        private final String name;
        private boolean ready;
        private boolean alive = true;

        FakeRole(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void start() {
            ready = true;
        }

        @Override
        public boolean ready() {
            return ready;
        }

        @Override
        public boolean alive() {
            return alive;
        }

        @Override
        public String why() {
            return "has not synced";
        }

        @Override
        public void close() {
            ready = false;
        }
    }
}
