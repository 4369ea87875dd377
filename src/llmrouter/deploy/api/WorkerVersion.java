package llmrouter.deploy.api;

import java.util.List;

/// A version of a Worker: its modules, bindings and secrets, which never change.
///
/// @param number       counts from 1; 0 if unknown
/// @param created      e.g. `2026-11-30T10:00:00Z`; empty if unknown
/// @param source       what made it, e.g. `api` or `wrangler`; empty if unknown
/// @param migrationTag of its Durable Objects, or null; known only if the version was asked for by its id
/// @param bindings     likewise
public record WorkerVersion(String id, long number, String created, String source, String migrationTag,
        List<KnownBinding> bindings) {
    /// In words: its number if it is known, and when it was made.
    public String words() {
        String which = number > 0 ? "version " + number + " (" + id + ")" : "version " + id;
        return created.isEmpty() ? which : which + " of " + created;
    }

    /// The plain value of a binding, or null.
    public String text(String name) {
        for (KnownBinding binding : bindings) {
            if (binding.name().equals(name)) return binding.text();
        }
        return null;
    }
}
