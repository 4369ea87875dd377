package llmrouter.routing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

import llmrouter.config.Bucket;
import llmrouter.config.Bucket.Window;

/// A candidate in a [PickRequest].
///
/// @param ref         `provider/model`
/// @param weight      in millionths, relative to its tier; above 0
/// @param caps        each must have room for the request
/// @param fingerprint of the provider ([Fingerprint]); empty if unknown
public record Choice(String ref, long weight, List<Cap> caps, String fingerprint) {
    /// Of a provider whose key is not known.
    public Choice(String ref, long weight, List<Cap> caps) {
        this(ref, weight, caps, "");
    }

    /// Id of the provider: the reference up to its slash.
    public String provider() {
        return Candidate.providerOf(ref);
    }

    /// The caps of these choices, each once however many of them share it, in the order in which they first appear.
    public static List<Cap> distinctCaps(List<Choice> choices) {
        var caps = new LinkedHashMap<String, Cap>();
        for (Choice choice : choices) {
            for (Cap cap : choice.caps()) caps.putIfAbsent(cap.key(), cap);
        }
        return List.copyOf(caps.values());
    }

    /// The same with more caps.
    public Choice and(List<Cap> more) {
        var all = new ArrayList<>(caps);
        all.addAll(more);
        return new Choice(ref, weight, List.copyOf(all), fingerprint);
    }

    /// The same choices without the caps of client keys, for the later attempts of a request: a client's request counts
    /// once, however many candidates are tried for it.
    public static List<Choice> withoutClientCaps(List<Choice> choices) {
        boolean some = false;
        for (Choice c : choices) some |= c.hasClientCap();
        if (!some) return choices;
        var all = new ArrayList<Choice>();
        for (Choice c : choices) all.add(new Choice(c.ref(), c.weight(), ofProvider(c.caps()), c.fingerprint()));
        return List.copyOf(all);
    }

    private boolean hasClientCap() {
        for (Cap cap : caps) {
            if (cap.ofClient()) return true;
        }
        return false;
    }

    private static List<Cap> ofProvider(List<Cap> caps) {
        var some = new ArrayList<Cap>();
        for (Cap cap : caps) {
            if (!cap.ofClient()) some.add(cap);
        }
        return List.copyOf(some);
    }

    /// A cap that applies to the candidate: a bucket of its provider, or of the client's key.
    ///
    /// @param key      `provider/bucket`, or `key:name/bucket` for a client's key; no provider's id has a colon
    /// @param requests per window, or null
    /// @param tokens   per window, or null
    /// @param inFlight requests at the same time, or null
    /// @param window   null if only requests in flight are capped
    public record Cap(String key, Long requests, Long tokens, Long inFlight, Window window) {
        private static final String CLIENT = "key:";

        /// A cap of a client's key.
        public static Cap ofClient(String name, Bucket bucket) {
            return of(CLIENT + name, bucket);
        }

        /// @param owner id of the provider
        static Cap of(String owner, Bucket b) {
            return new Cap(owner + "/" + b.id(), b.requests(), b.tokens(), b.concurrency(), b.window());
        }

        /// Whether it is a cap of a client's key.
        boolean ofClient() {
            return isOfClient(key);
        }

        static boolean isOfClient(String key) {
            return key.startsWith(CLIENT);
        }

        /// Name of the client's key whose cap this is, or null if it is a provider's.
        public static String clientOf(String key) {
            return isOfClient(key) ? key.substring(CLIENT.length(), key.lastIndexOf('/')) : null;
        }

        /// The id of the bucket: the key behind its last slash.
        public static String bucketOf(String key) {
            return key.substring(key.lastIndexOf('/') + 1);
        }
    }
}
