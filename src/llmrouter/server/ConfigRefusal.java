package llmrouter.server;

import java.time.Instant;
import java.util.List;

import llmrouter.json.Json;
import llmrouter.report.LocalTime;

/// A changed configuration that a running gateway does not take: it goes on with an earlier one. The same object stays
/// while further changes are refused, with the reasons of the latest.
///
/// @param since   when the first change was refused that no taken one has followed
/// @param reasons why the latest one is refused: the first few
/// @param count   how many reasons there are
public record ConfigRefusal(Instant since, List<String> reasons, int count) {

    /// The reasons in one line.
    public String why() {
        int more = count - reasons.size();
        return String.join("; also: ", reasons) + (more > 0 ? "; and " + more + " more" : "");
    }

    /// `{"since":"…","why":"…"}`, as `/status` has it.
    public Json.Obj json() {
        return Json.object().put("since", LocalTime.iso(since)).put("why", why());
    }
}
