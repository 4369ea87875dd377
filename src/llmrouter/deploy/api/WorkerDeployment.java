package llmrouter.deploy.api;

import java.util.List;

/// Which versions of a Worker got its requests from a moment on.
///
/// @param created e.g. `2026-11-30T10:00:00Z`; empty if unknown
public record WorkerDeployment(String id, String created, List<Share> shares) {
    /// The share of one version.
    ///
    /// @param percentage of the requests
    public record Share(String versionId, double percentage) {}

    /// The version that gets all requests, else the one that gets most; null if there is none.
    public String version() {
        Share most = null;
        for (Share share : shares) {
            if (most == null || share.percentage > most.percentage) most = share;
        }
        return most == null ? null : most.versionId;
    }
}
