package llmrouter.chat;

import java.util.ArrayList;
import java.util.List;

/// The loss ledger of one request: which of the client's fields or parts a translation dropped, and which it could only
/// approximate. Fields are named as the client's format spells them. One owner.
public final class Losses {
    private final List<String> dropped = new ArrayList<>();
    private final List<String> approximated = new ArrayList<>();

    public void dropped(String field) {
        if (!dropped.contains(field)) dropped.add(field);
    }

    public void approximated(String field) {
        if (!approximated.contains(field)) approximated.add(field);
    }

    public boolean isEmpty() {
        return dropped.isEmpty() && approximated.isEmpty();
    }

    public List<String> dropped() {
        return List.copyOf(dropped);
    }

    public List<String> approximated() {
        return List.copyOf(approximated);
    }

    /// One line: `dropped=logit_bias,n; approximated=tool_choice`; empty if nothing was lost.
    public String line() {
        String lost = dropped.isEmpty() ? "" : "dropped=" + String.join(",", dropped);
        if (approximated.isEmpty()) return lost;
        return (lost.isEmpty() ? "" : lost + "; ") + "approximated=" + String.join(",", approximated);
    }
}
