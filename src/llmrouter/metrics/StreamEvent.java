package llmrouter.metrics;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

import llmrouter.gateway.Summary;

/// A stream to a client, from its head to its end.
@Name("llmrouter.Stream")
@Label("Stream")
@Category("llm-router")
@Description("A stream to a client, from its head to its end")
@StackTrace(false)
final class StreamEvent extends Event {
    @Label("Request Id") private String requestId;
    @Label("Candidate") private String candidate;
    @Label("End") private String end;
    @Label("First Event")
    @Description("From the request's arrival to the first meaningful event")
    @Timespan(Timespan.MILLISECONDS)
    private long firstEvent;
    @Label("Size") @DataAmount private long bytes;

    void record(Summary s, long bytes) {
        requestId = s.requestId();
        candidate = s.candidate();
        end = s.end().word();
        firstEvent = Flight.orUnknown(s.took().firstEventMs());
        this.bytes = bytes;
        commit();
    }
}
