package llmrouter.metrics;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

import llmrouter.gateway.Summary.Attempt;

/// One call of a candidate, from its start until its connection is free again.
@Name("llmrouter.Attempt")
@Label("Upstream Attempt")
@Category("llm-router")
@Description("One call of a candidate")
@StackTrace(false)
final class AttemptEvent extends Event {
    @Label("Request Id") private String requestId;
    @Label("Candidate") private String candidate;
    @Label("Status") private int status;
    @Label("Category") @Description("ok, or what kind of failure it was") private String category;
    @Label("Number") @Description("Counts the attempts on this candidate, from 1") private int number;
    /// How many attempts of the request were over when this one began; not a field of the event.
    final transient int before;

    AttemptEvent(int before) {
        this.before = before;
    }

    void record(String requestId, Attempt a) {
        this.requestId = requestId;
        candidate = a.candidate();
        status = a.status();
        category = a.end().word();
        number = a.number();
        commit();
    }
}
