// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.kamaji;

/** The replica numbers of a Deployment's status; available equals ready. */
record PodCounts(int replicas, int updated, int ready, int unavailable) {
    static final PodCounts NONE = new PodCounts(0, 0, 0, 0);

    static PodCounts settled(int replicas) {
        return new PodCounts(replicas, replicas, replicas, 0);
    }

    static PodCounts starting(int replicas) {
        return new PodCounts(replicas, replicas, 0, replicas);
    }

    /** True when exactly so many pods run, all of them of the newest template and ready. */
    boolean settledAt(int desired) {
        return equals(settled(desired));
    }
}
