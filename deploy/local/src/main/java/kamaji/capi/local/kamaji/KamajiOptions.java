// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.kamaji;

import java.time.Duration;

/**
 * How the simulated Kamaji behaves. Delays: to the endpoint, from there to Ready, between two writes of a pass, from
 * Ready until admin.conf is allowed anything, of a rollout, until a pass sees a changed Deployment, of the clean-up
 * before a deletion; the churn interval is the time between status writes that say nothing new (zero for none).
 *
 * @param serial one pass at a time, as Kamaji does by default; else each tenant has its own pace
 * @param webhooks whether defaults and rules of Kamaji's webhooks are in force
 * @param everyObject whether certificates, Service and Deployment that only Kamaji itself reads are made too, and an
 *     account for each admin; without them the status tells the same story with half of the writes
 * @param defaultDataStore the store of a tenant that names none; empty for no default
 * @param newestMinor the highest minor version of Kubernetes that is accepted
 * @param endpoint host and port that is published when a tenant has no address of its own; empty for the API server
 *     that the simulator works against, which is also the one that the tenants' kubeconfigs open
 */
public record KamajiOptions(
        Duration endpointDelay,
        Duration readyDelay,
        Duration stepDelay,
        Duration accessDelay,
        Duration rolloutDelay,
        Duration staleLag,
        Duration deleteDelay,
        Duration churnInterval,
        boolean serial,
        boolean webhooks,
        boolean everyObject,
        String defaultDataStore,
        int newestMinor,
        String endpoint) {

    /** The pace of the real one on an idle machine, with all its objects and its single worker. */
    public static KamajiOptions realistic() {
        return new KamajiOptions(
                Duration.ofMillis(300),
                Duration.ofSeconds(6),
                Duration.ofMillis(100),
                Duration.ofMillis(2500),
                Duration.ofSeconds(4),
                Duration.ofMillis(200),
                Duration.ofMillis(350),
                Duration.ofSeconds(2),
                true,
                true,
                true,
                "default",
                36,
                "");
    }

    /** 3 s to the endpoint, 7 s more to Ready, each tenant on its own, usable at once, few objects. */
    public static KamajiOptions benchmark() {
        return realistic()
                .withEndpointDelay(Duration.ofSeconds(3))
                .withReadyDelay(Duration.ofSeconds(7))
                .withStepDelay(Duration.ZERO)
                .withAccessDelay(Duration.ZERO)
                .withChurnInterval(Duration.ofSeconds(5))
                .withSerial(false)
                .withEveryObject(false);
    }

    /** Everything as fast as it goes, for tests that wait for the end only. */
    public static KamajiOptions immediate() {
        return benchmark()
                .withEndpointDelay(Duration.ZERO)
                .withReadyDelay(Duration.ZERO)
                .withRolloutDelay(Duration.ofMillis(200))
                .withStaleLag(Duration.ZERO)
                .withDeleteDelay(Duration.ZERO)
                .withChurnInterval(Duration.ZERO);
    }

    public KamajiOptions withEndpointDelay(Duration endpointDelay) {
        return new KamajiOptions(
                endpointDelay,
                readyDelay,
                stepDelay,
                accessDelay,
                rolloutDelay,
                staleLag,
                deleteDelay,
                churnInterval,
                serial,
                webhooks,
                everyObject,
                defaultDataStore,
                newestMinor,
                endpoint);
    }

    public KamajiOptions withReadyDelay(Duration readyDelay) {
        return new KamajiOptions(
                endpointDelay,
                readyDelay,
                stepDelay,
                accessDelay,
                rolloutDelay,
                staleLag,
                deleteDelay,
                churnInterval,
                serial,
                webhooks,
                everyObject,
                defaultDataStore,
                newestMinor,
                endpoint);
    }

    public KamajiOptions withStepDelay(Duration stepDelay) {
        return new KamajiOptions(
                endpointDelay,
                readyDelay,
                stepDelay,
                accessDelay,
                rolloutDelay,
                staleLag,
                deleteDelay,
                churnInterval,
                serial,
                webhooks,
                everyObject,
                defaultDataStore,
                newestMinor,
                endpoint);
    }

    public KamajiOptions withAccessDelay(Duration accessDelay) {
        return new KamajiOptions(
                endpointDelay,
                readyDelay,
                stepDelay,
                accessDelay,
                rolloutDelay,
                staleLag,
                deleteDelay,
                churnInterval,
                serial,
                webhooks,
                everyObject,
                defaultDataStore,
                newestMinor,
                endpoint);
    }

    public KamajiOptions withRolloutDelay(Duration rolloutDelay) {
        return new KamajiOptions(
                endpointDelay,
                readyDelay,
                stepDelay,
                accessDelay,
                rolloutDelay,
                staleLag,
                deleteDelay,
                churnInterval,
                serial,
                webhooks,
                everyObject,
                defaultDataStore,
                newestMinor,
                endpoint);
    }

    public KamajiOptions withStaleLag(Duration staleLag) {
        return new KamajiOptions(
                endpointDelay,
                readyDelay,
                stepDelay,
                accessDelay,
                rolloutDelay,
                staleLag,
                deleteDelay,
                churnInterval,
                serial,
                webhooks,
                everyObject,
                defaultDataStore,
                newestMinor,
                endpoint);
    }

    public KamajiOptions withDeleteDelay(Duration deleteDelay) {
        return new KamajiOptions(
                endpointDelay,
                readyDelay,
                stepDelay,
                accessDelay,
                rolloutDelay,
                staleLag,
                deleteDelay,
                churnInterval,
                serial,
                webhooks,
                everyObject,
                defaultDataStore,
                newestMinor,
                endpoint);
    }

    public KamajiOptions withChurnInterval(Duration churnInterval) {
        return new KamajiOptions(
                endpointDelay,
                readyDelay,
                stepDelay,
                accessDelay,
                rolloutDelay,
                staleLag,
                deleteDelay,
                churnInterval,
                serial,
                webhooks,
                everyObject,
                defaultDataStore,
                newestMinor,
                endpoint);
    }

    public KamajiOptions withSerial(boolean serial) {
        return new KamajiOptions(
                endpointDelay,
                readyDelay,
                stepDelay,
                accessDelay,
                rolloutDelay,
                staleLag,
                deleteDelay,
                churnInterval,
                serial,
                webhooks,
                everyObject,
                defaultDataStore,
                newestMinor,
                endpoint);
    }

    public KamajiOptions withWebhooks(boolean webhooks) {
        return new KamajiOptions(
                endpointDelay,
                readyDelay,
                stepDelay,
                accessDelay,
                rolloutDelay,
                staleLag,
                deleteDelay,
                churnInterval,
                serial,
                webhooks,
                everyObject,
                defaultDataStore,
                newestMinor,
                endpoint);
    }

    public KamajiOptions withEveryObject(boolean everyObject) {
        return new KamajiOptions(
                endpointDelay,
                readyDelay,
                stepDelay,
                accessDelay,
                rolloutDelay,
                staleLag,
                deleteDelay,
                churnInterval,
                serial,
                webhooks,
                everyObject,
                defaultDataStore,
                newestMinor,
                endpoint);
    }

    public KamajiOptions withDefaultDataStore(String defaultDataStore) {
        return new KamajiOptions(
                endpointDelay,
                readyDelay,
                stepDelay,
                accessDelay,
                rolloutDelay,
                staleLag,
                deleteDelay,
                churnInterval,
                serial,
                webhooks,
                everyObject,
                defaultDataStore,
                newestMinor,
                endpoint);
    }

    public KamajiOptions withNewestMinor(int newestMinor) {
        return new KamajiOptions(
                endpointDelay,
                readyDelay,
                stepDelay,
                accessDelay,
                rolloutDelay,
                staleLag,
                deleteDelay,
                churnInterval,
                serial,
                webhooks,
                everyObject,
                defaultDataStore,
                newestMinor,
                endpoint);
    }

    public KamajiOptions withEndpoint(String endpoint) {
        return new KamajiOptions(
                endpointDelay,
                readyDelay,
                stepDelay,
                accessDelay,
                rolloutDelay,
                staleLag,
                deleteDelay,
                churnInterval,
                serial,
                webhooks,
                everyObject,
                defaultDataStore,
                newestMinor,
                endpoint);
    }
}
