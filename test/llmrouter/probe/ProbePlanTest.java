package llmrouter.probe;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import llmrouter.config.Format;
import llmrouter.config.Provider;
import llmrouter.config.Secret.InlineSecret;
import llmrouter.config.Timeouts;
import llmrouter.config.network.ProviderNetwork;
import llmrouter.probe.ProbeCall.AnswerCall;
import llmrouter.probe.ProbePlan.Step;
import llmrouter.probe.ProbeVerdict.Answered;
import llmrouter.probe.ProbeVerdict.Listed;
import llmrouter.probe.ProbeVerdict.Unproven;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// What is asked next, without sockets and with a clock that is moved by hand.
class ProbePlanTest {
    private static final String BASE = "https://llm.example/v1";
    private static final ProbeLimits LIMITS = new ProbeLimits(30, 3, 60_000, 10_000, 1_000);

    private static List<ProbePlace> places(String base, Format... formats) {
        var provider = new Provider("p", "P", true, base, Map.of(), new InlineSecret("sk-0123456789"),
            List.of(formats), null, Map.of(), List.of(), null, null, List.of(), List.of(), Timeouts.NONE,
            ProviderNetwork.USUAL, "");
        return ProbePlace.of(provider);
    }

    private static ProbeWish wish(Format format, String... models) {
        return new ProbeWish(places(BASE, format), false, true, List.of(models), LIMITS);
    }

    private static AnswerCall asked(ProbePlan plan, long now) {
        return assertInstanceOf(AnswerCall.class, assertInstanceOf(Step.Ask.class, plan.next(now)).call());
    }

    private static Unproven unproven(ProbeTrouble trouble) {
        return new Unproven(trouble, "why");
    }

    @Test
    void inAnyMinuteThereAreNoMoreRequestsThanAllowed() {
        var models = new ArrayList<String>();
        for (int i = 0; i < 200; i++) models.add("m" + i);
        for (int rpm : new int[] {1, 7, 30, 100, 1_000}) {
            var plan = new ProbePlan(ProbeWish.full(places(BASE, Format.OPENAI), models,
                LIMITS.withRequestsPerMinute(rpm)));
            var sent = new ArrayList<Long>();
            long now = 0;
            while (sent.size() < 150) {
                if (plan.next(now) instanceof Step.Pause(long ms, _)) {
                    now += ms;
                    continue;
                }
                sent.add(now);
                plan.took(sent.size() == 1 ? new Listed(List.of(), null) : new Answered("x"), now);
            }
            for (int i = 0; i + rpm < sent.size(); i++) {
                assertTrue(sent.get(i + rpm) - sent.get(i) >= 60_000, rpm + ": " + sent);
            }
        }
    }

    @Test
    void aFewRequestsMayGoAtOnce() {
        var plan = new ProbePlan(ProbeWish.full(places(BASE, Format.OPENAI), List.of("a", "b", "c", "d", "e", "f"),
            LIMITS));
        for (int i = 0; i < 5; i++) {
            assertInstanceOf(Step.Ask.class, plan.next(0));
            plan.took(i == 0 ? new Listed(List.of(), null) : new Answered("x"), 0);
        }
        assertEquals(new Step.Pause(10_000, null), plan.next(0));
    }

    @Test
    void everyModelIsAskedInEveryFormat() {
        var plan = new ProbePlan(new ProbeWish(places(BASE, Format.values()), false, true, List.of("claude-a", "gpt-b"),
            LIMITS));
        var asked = new HashSet<String>();
        long now = 0;
        while (plan.next(now) instanceof Step step && !(step instanceof Step.Done)) {
            if (step instanceof Step.Pause(long ms, _)) {
                now += ms;
                continue;
            }
            var call = (AnswerCall) ((Step.Ask) step).call();
            asked.add(call.model() + " " + call.place().format().word());
            plan.took(new Answered("x"), now);
        }
        assertEquals(6, asked.size(), asked.toString());
        assertEquals(3, plan.result().formatsOf("gpt-b").size());
    }

    @Test
    void anEndpointThatIsNotThereIsAskedOnce() {
        var plan = new ProbePlan(wish(Format.CLAUDE, "a", "b", "c"));
        asked(plan, 0);
        plan.took(unproven(ProbeTrouble.NO_ENDPOINT), 0);
        assertInstanceOf(Step.Done.class, plan.next(0));
        assertEquals(List.of("a", "b", "c"), plan.result().unprovenModels());
    }

    @Test
    void aModelThatFailsDoesNotSpeakAgainstTheOthers() {
        for (ProbeTrouble trouble : List.of(ProbeTrouble.PAGE, ProbeTrouble.FOREIGN, ProbeTrouble.OTHER_FORMAT,
                ProbeTrouble.QUOTA, ProbeTrouble.UNKNOWN_MODEL, ProbeTrouble.REFUSED)) {
            var plan = new ProbePlan(wish(Format.OPENAI, "a", "b"));
            assertEquals("a", asked(plan, 0).model());
            plan.took(unproven(trouble), 0);
            assertEquals("b", asked(plan, 0).model(), trouble.word());
            plan.took(new Answered("x"), 0);
            assertEquals(List.of(Format.OPENAI), plan.result().formats());
        }
    }

    @Test
    void theWayOfTheKeyThatWorkedIsUsedFirst() {
        var plan = new ProbePlan(wish(Format.OPENAI, "a", "b"));
        var first = asked(plan, 0).auth();
        plan.took(unproven(ProbeTrouble.AUTH), 0);
        var second = asked(plan, 0).auth();
        assertTrue(!first.equals(second));
        plan.took(new Answered("x"), 0);
        assertEquals(second, asked(plan, 0).auth());
        plan.took(unproven(ProbeTrouble.AUTH), 0);
        assertInstanceOf(Step.Done.class, plan.next(0), "one model may be forbidden to a key that is right");
    }

    @Test
    void aLimitIsWaitedForAndThenAskedAgain() {
        var plan = new ProbePlan(new ProbeWish(places(BASE, Format.OPENAI), false, true, List.of("a"), LIMITS));
        asked(plan, 0);
        plan.took(new Unproven(ProbeTrouble.RATE_LIMIT, "why", 7_000, null), 0);
        assertEquals(7_000, assertInstanceOf(Step.Pause.class, plan.next(0)).ms());
        assertEquals("a", asked(plan, 7_000).model());
        plan.took(new Answered("x"), 7_000);
        assertTrue(plan.result().complete());
    }

    @Test
    void retriesAreBounded() {
        var plan = new ProbePlan(new ProbeWish(places(BASE, Format.OPENAI), false, true, List.of("a"), LIMITS));
        long now = 0;
        int asks = 0;
        while (plan.next(now) instanceof Step step && !(step instanceof Step.Done)) {
            if (step instanceof Step.Pause(long ms, _)) {
                now += ms;
                continue;
            }
            asks++;
            plan.took(new Unproven(ProbeTrouble.RATE_LIMIT, "why", 0, null), now);
        }
        assertEquals(4, asks);
        assertEquals(ProbeTrouble.RATE_LIMIT, plan.result().models().getFirst().trouble());
    }

    @Test
    void aListIsReadForEachAddressOnceWhateverTheFormats() {
        var plan = new ProbePlan(ProbeWish.free(places(BASE, Format.values()), LIMITS));
        assertInstanceOf(ProbeCall.ListCall.class, assertInstanceOf(Step.Ask.class, plan.next(0)).call());
        plan.took(new Listed(List.of(), null), 0);
        assertEquals(ProbeCall.NO_MODEL, asked(plan, 0).model());
    }

    @Test
    void nothingIsAskedAnyMoreAfterACancellation() {
        var plan = new ProbePlan(ProbeWish.free(places(BASE, Format.values()), LIMITS));
        plan.cancel();
        assertInstanceOf(Step.Done.class, plan.next(0));
        assertTrue(plan.result().cancelled() && !plan.result().complete());
    }
}
