package llmrouter.metrics;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

import llmrouter.chat.Usage;
import llmrouter.gateway.Summary;

/// A request, from its arrival until the client had everything.
@Name("llmrouter.Request")
@Label("Request")
@Category("llm-router")
@Description("A request, from its arrival until the client had everything")
@StackTrace(false)
final class RequestEvent extends Event {
    @Label("Request Id") private String requestId;
    @Label("Endpoint") private String endpoint;
    @Label("Client Format") private String format;
    @Label("Route") @Description("The alias or model that the request was resolved to") private String route;
    @Label("Candidate") @Description("The candidate that answered") private String candidate;
    @Label("Status") private int status;
    @Label("End") private String end;
    @Label("Streamed") private boolean streamed;
    @Label("Attempts") private int attempts;
    @Label("Input Tokens") private long inputTokens;
    @Label("Cache Read Tokens") private long cacheReadTokens;
    @Label("Cache Write Tokens") private long cacheWriteTokens;
    @Label("Output Tokens") private long outputTokens;
    @Label("First Byte") @Timespan(Timespan.MILLISECONDS) private long firstByte;
    @Label("Answer Size") @DataAmount private long bytes;

    void record(String endpoint, Summary s, long bytes) {
        requestId = s.requestId();
        this.endpoint = endpoint;
        format = s.client() == null ? null : s.client().word();
        route = s.way() == null ? null : s.way().ref();
        candidate = s.candidate();
        status = s.status();
        end = s.end().word();
        streamed = s.streamed();
        attempts = s.attempts().size();
        firstByte = Flight.orUnknown(s.took().firstByteMs());
        this.bytes = bytes;
        if (s.usage() instanceof Usage u) {
            inputTokens = u.input();
            cacheReadTokens = u.cacheRead();
            cacheWriteTokens = u.cacheWrite();
            outputTokens = u.output();
        }
        commit();
    }
}
