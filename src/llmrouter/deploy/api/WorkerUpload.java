package llmrouter.deploy.api;

import java.util.List;

import llmrouter.config.secrets.SecretWords;
import llmrouter.deploy.WorkerModules;

/// What one upload of a Worker holds.
///
/// @param compatibilityDate e.g. `2026-01-01`
/// @param newClass          a class of Durable Objects that this upload adds, or null
/// @param hidden            the secrets that its bindings hold
public record WorkerUpload(WorkerModules modules, String compatibilityDate, List<String> compatibilityFlags,
        List<WorkerBinding> bindings, String newClass, SecretWords hidden) {
    /// The date from which the Worker has the behaviour of Cloudflare's runtime.
    public static final String DATE = "2026-01-01";
    /// Without it a Worker does not learn that its client has left.
    public static final String FLAG = "enable_request_signal";
    /// The tag of the migration that makes the class. A Worker that has it has the class.
    public static final String MIGRATION_TAG = "v1";

    public WorkerUpload {
        compatibilityFlags = List.copyOf(compatibilityFlags);
        bindings = List.copyOf(bindings);
    }
}
