package llmrouter.deploy.steps;

import java.util.List;

import llmrouter.deploy.WorkerNames;
import llmrouter.deploy.api.CloudflareApi;
import llmrouter.deploy.api.CloudflareError;
import llmrouter.deploy.api.KnownBinding;
import llmrouter.deploy.api.WorkerPlace;
import llmrouter.deploy.steps.DeployResult.Outcome;
import llmrouter.files.KeyDigest;

/// A new master key for a deployed Worker.
///
/// @param exists   whether there is such a Worker
/// @param ours     whether it is a gateway of this program
/// @param replaces whether it has a secret with a master key already
/// @param newKey   a secret
/// @param oldKey   a key that this machine knows, or null
/// @param oldHolds whether the gateway takes that key now; if not, the one that holds is not known here
/// @param liveUrl  where the gateway is asked; null if no address is known
public record KeyRotation(WorkerPlace place, boolean exists, boolean ours, boolean replaces, String newKey,
        String oldKey, boolean oldHolds, String liveUrl) {
    private static final int SHOWN_DIGITS = 12;
    private static final LiveLimits ONCE = new LiveLimits(0, 0, 10_000);
    private static final String AGAIN = "Run the same command again.";

    /// Looks at the Worker. Nothing is changed.
    ///
    /// @param oldKey  or null
    /// @param liveUrl given by the user; null for an address that the account says
    public static KeyRotation of(CloudflareApi api, String accountId, String worker, String newKey, String oldKey,
            String liveUrl) throws CloudflareError, InterruptedException {
        var place = new WorkerPlace(accountId, worker);
        if (api.script(place) == null) {
            return new KeyRotation(place, false, false, false, newKey, oldKey, false, liveUrl);
        }
        List<KnownBinding> bindings = api.bindings(place);
        boolean ours = OwnWorker.is(bindings);
        boolean replaces = bindings.stream().anyMatch(b -> b.name().equals(WorkerNames.MASTER_KEY));
        String url = liveUrl != null ? liveUrl : LiveAddresses.of(api, place).first(null);
        boolean holds = ours && oldKey != null && url != null && new LiveGateway(api.http(), url, ONCE,
            DeployListener.NONE).accepts(DeployStep.MODELS, oldKey).good();
        return new KeyRotation(place, true, ours, replaces, newKey, oldKey, holds, url);
    }

    /// A key as it may be shown, to tell keys apart: the first digits of its SHA-256 digest.
    public static String fingerprint(String key) {
        return "sha256:" + KeyDigest.sha256(key).substring(0, SHOWN_DIGITS);
    }

    /// Sets the key, and proves at the live gateway that the new one works and the old one does not.
    public DeployResult run(CloudflareApi api, DeployListener listener, LiveLimits limits)
            throws InterruptedException {
        var log = new StepLog(listener);
        boolean[] reached = {false};
        boolean set = log.run(DeployStep.SECRET, () -> {
            try {
                api.putSecret(place, WorkerNames.MASTER_KEY, newKey);
                return "the master key of the Worker \"" + place.name() + "\" is " + fingerprint(newKey);
            } catch (CloudflareError e) {
                reached[0] = e.failure().reached();
                throw e;
            }
        });
        if (!set) return notSet(log, reached[0]);
        if (liveUrl == null) {
            log.skipped(DeployStep.MODELS, "no address of the Worker is known");
            return DeployResult.stopped(Outcome.UNPROVEN, log, "Ask the gateway yourself with the new key: GET "
                + "/v1/models.",
                List.of());
        }
        return proven(api, log, limits);
    }

    private DeployResult notSet(StepLog log, boolean reached) {
        log.note(reached ? "the connection broke, so the new key may hold or not" : "nothing was changed: the earlier "
            + "key holds");
        return DeployResult.stopped(reached ? Outcome.UNKNOWN : Outcome.UNCHANGED, log, log.isRefused() ? "" : AGAIN,
            List.of());
    }

    private DeployResult proven(CloudflareApi api, StepLog log, LiveLimits limits) throws InterruptedException {
        var live = new LiveGateway(api.http(), liveUrl, limits, log.listener());
        boolean taken = log.run(DeployStep.MODELS, () -> expect(live.accepts(DeployStep.MODELS, newKey)));
        boolean refused = true;
        if (!oldHolds) {
            log.skipped(DeployStep.OLD_KEY, "the earlier key is not known here");
        } else if (oldKey.equals(newKey)) {
            log.skipped(DeployStep.OLD_KEY, "the key is the same as before");
        } else {
            refused = log.run(DeployStep.OLD_KEY, () -> expect(live.refuses(DeployStep.OLD_KEY, oldKey)));
        }
        if (taken && refused) return DeployResult.done(log, List.of(live.url()));
        return DeployResult.stopped(Outcome.UNPROVEN, log, "The secret is set. Ask the gateway again in a minute; if "
            + "it still takes the earlier key, run the same command again.", List.of(live.url()));
    }

    private String expect(LiveGateway.Seen seen) throws CloudflareError {
        if (seen.good()) return seen.words();
        throw UploadStep.failed("see the new key at " + liveUrl, seen.words(), "a change may take a minute to be known "
            + "everywhere");
    }

    @Override
    public String toString() {
        return "KeyRotation[" + place.name() + "]";
    }
}
