package llmrouter.protocol.request;

import llmrouter.chat.Losses;
import llmrouter.json.Json;
import llmrouter.protocol.Target;

/// A provider's request while it is written. An optional field that the target refuses is left out, and the ledger says
/// so. One owner.
public final class RequestBody {
    private final Json.Obj json = Json.object();
    private final Target target;
    private final Losses losses;

    public RequestBody(Target target, Losses losses) {
        this.target = target;
        this.losses = losses;
        json.put("model", target.model());
    }

    /// A field that the request cannot do without. A null value is left out.
    public void require(String field, Json value) {
        json.put(field, value);
    }

    /// An optional field that stands for what the client's ledger calls `loss`. A null value is left out.
    public void put(String field, String loss, Json value) {
        if (value == null) return;
        if (target.accepts(field)) json.put(field, value);
        else losses.dropped(loss);
    }

    public Json.Obj json() {
        return json;
    }
}
