package llmrouter.demo;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class FaultScriptTest {

    @Test
    void aModelsNameSaysHowItFails() {
        Map<String, FaultScript> scripts = Map.ofEntries(Map.entry("slow", new FaultScript.Slow()),
            Map.entry("slow-tools", new FaultScript.Slow()), Map.entry("flaky-2", new FaultScript.Flaky(2)),
            Map.entry("cut-5", new FaultScript.Cut(5)), Map.entry("cutclean-0", new FaultScript.CutClean(0)),
            Map.entry("status-429", new FaultScript.RefusedWith(429)),
            Map.entry("status-429-tools", new FaultScript.RefusedWith(429)), Map.entry("hang", new FaultScript.Hang()),
            Map.entry("stall-3", new FaultScript.Stall(3)), Map.entry("garbage", new FaultScript.Garbage()),
            Map.entry("error-event-3", new FaultScript.ErrorEvent(3)),
            Map.entry("empty", new FaultScript.EmptyAnswer()));
        scripts.forEach((model, script) -> assertEquals(script, FaultScript.of(model), model));
    }

    @Test
    void anyOtherNameIsHealthy() {
        for (String model : List.of("steady", "tools", "gpt-5", "cut-", "cut-x", "", "-", "slowly", "slow-x")) {
            assertEquals(new FaultScript.Healthy(), FaultScript.of(model), model);
        }
    }

    @Test
    void aStatusThatIsNoErrorBecomesOne() {
        assertEquals(new FaultScript.RefusedWith(500), FaultScript.of("status-200"));
    }
}
