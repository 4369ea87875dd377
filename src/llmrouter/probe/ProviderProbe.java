package llmrouter.probe;

import java.util.function.BooleanSupplier;

import llmrouter.probe.ProbeListener.ProbeProgress;
import llmrouter.probe.ProbePlan.Step;
import llmrouter.upstream.Upstream;

/// Finds out what a provider speaks, by asking it. Runs in the thread that calls it; each run is its own.
public final class ProviderProbe {
    /// A pause that is longer is told.
    private static final long TOLD_MS = 3_000;

    private final Upstream upstream;
    private final ProbeListener listener;
    private final BooleanSupplier cancelled;

    /// @param upstream  stays open
    /// @param cancelled is looked at several times a second; true ends the probe, and the rest counts as not asked
    public ProviderProbe(Upstream upstream, ProbeListener listener, BooleanSupplier cancelled) {
        this.upstream = upstream;
        this.listener = listener;
        this.cancelled = cancelled;
    }

    /// Asks all that the wish says, within its pace.
    ///
    /// @throws InterruptedException the thread was interrupted
    public ProbeResult run(ProbeWish wish) throws InterruptedException {
        var plan = new ProbePlan(wish);
        var io = new ProbeIo(upstream, cancelled);
        while (true) {
            switch (plan.next(ProbeIo.now())) {
                case Step.Ask(ProbeCall call) -> ask(plan, io, call, wish.limits());
                case Step.Pause(long ms, String why) -> {
                    String pace = "for the pace of " + wish.limits().requestsPerMinute() + " requests a minute";
                    if (why != null || ms > TOLD_MS) listener.waits(ms, why == null ? pace : why);
                    if (!io.pause(ms)) plan.cancel();
                }
                case Step.Done _ -> {
                    return plan.result();
                }
            }
        }
    }

    private void ask(ProbePlan plan, ProbeIo io, ProbeCall call, ProbeLimits limits) throws InterruptedException {
        RawAnswer answer = io.ask(call.place(), ProbeQuestion.of(call, limits.connectMs()), limits.answerMs());
        if (answer == null) {
            plan.cancel();
            return;
        }
        ProbeProgress progress = plan.took(AnswerJudge.of(call, answer, ProbeIo.epochSeconds()), ProbeIo.now());
        if (progress != null) listener.settled(progress);
    }
}
