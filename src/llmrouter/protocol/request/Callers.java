package llmrouter.protocol.request;

import java.util.List;

import llmrouter.chat.Losses;
import llmrouter.json.Json;

/// Reads who may call a tool, and who has called it. The vendors have programs that call tools; other formats know only
/// a call by the model itself, which both vendors name `direct`.
public final class Callers {
    private static final String MODEL = "direct";

    private Callers() {}

    /// The caller of a call that the model made itself, not from within a program.
    public static Json.Obj model() {
        return Json.object().put("type", MODEL);
    }

    /// Reads the `caller` of a call or of a result. A program goes into the ledger.
    public static void read(RequestFields call) {
        RequestFields caller = call.object("caller");
        if (caller != null && MODEL.equals(caller.text("type"))) caller.ignoreAll();
    }

    /// Reads the `allowed_callers` of a tool. More than the model goes into the ledger.
    public static void readAllowed(RequestFields tool, Losses losses) {
        if (tool.raw("allowed_callers") == null) return;
        if (!tool.texts("allowed_callers").equals(List.of(MODEL))) losses.dropped("allowed_callers");
    }
}
