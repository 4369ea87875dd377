package llmrouter.server.bodies;

import llmrouter.json.Json;
import llmrouter.memory.HeapShares;

/// What a gateway may hold in memory, for the person who starts it.
///
/// @param body    the largest body of a request, in bytes
/// @param lowered whether that is less than the settings name, because the heap is too small
public record HeapLimits(HeapShares shares, int body, boolean lowered) {
    /// One line.
    public String line() {
        return "Memory: of a heap of " + HeapShares.shown(shares.heap()) + " (-Xmx) request headers may take "
            + HeapShares.shown(shares.heads()) + ", request bodies " + HeapShares.shown(shares.bodies()) + " (one body "
            + HeapShares.shown(body) + "), answers " + HeapShares.shown(shares.answers()) + ".";
    }

    /// The same for programs.
    public Json.Obj json() {
        return Json.object().put("heap", shares.heap()).put("heads", shares.heads()).put("bodies", shares.bodies())
            .put("largestBody", body).put("answers", shares.answers());
    }

    /// Why the limit that the settings name does not hold; null if it does.
    ///
    /// @param named the limit of the settings
    public String warning(String named) {
        if (!lowered) return null;
        return "LLM_ROUTER_MAX_REQUEST_BODY_BYTES is " + named + ", and a heap of " + HeapShares.shown(shares.heap())
            + " holds request bodies of " + body + " bytes at most; give the gateway a larger heap (-Xmx)";
    }
}
