package llmrouter.probe;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;

import llmrouter.chat.Answer;
import llmrouter.chat.ApiError;
import llmrouter.chat.Losses;
import llmrouter.config.Auth;
import llmrouter.gateway.request.UpstreamRequest;
import llmrouter.probe.ModelAbilities.AbilityFinding;
import llmrouter.probe.ProbeCall.AnswerCall;
import llmrouter.probe.ProbeListener.ProbeProgress;
import llmrouter.probe.ProbeVerdict.Answered;
import llmrouter.probe.ProbeVerdict.Unproven;
import llmrouter.protocol.Protocol;
import llmrouter.protocol.Target;
import llmrouter.protocol.shape.BodyShape;
import llmrouter.upstream.Upstream;

/// Finds out what one model can do, by asking it. Each ability costs one short answer, which the provider bills. The
/// requests are written as the gateway writes them, and the answers are read as it reads them. Runs in the thread that
/// calls it. One owner; several models may be asked one after the other, within one pace.
public final class ModelProbe {
    private static final int MOST_FIELDS = 6;
    private static final long FIRST_PAUSE_MS = 1_000;

    private final Upstream upstream;
    private final ProbeLimits limits;
    private final ProbeListener listener;
    private final ProbePace pace;
    private final BooleanSupplier cancelled;

    /// @param upstream  stays open
    /// @param cancelled is looked at several times a second; true ends the probe
    public ModelProbe(Upstream upstream, ProbeLimits limits, ProbeListener listener, BooleanSupplier cancelled) {
        this.upstream = upstream;
        this.limits = limits;
        this.listener = listener;
        this.pace = new ProbePace(limits);
        this.cancelled = cancelled;
    }

    /// Asks for all abilities.
    ///
    /// @param place of a provider whose key is known, e.g. one of [ProbePlace#of(llmrouter.config.Provider)]
    /// @param model its id at the provider
    /// @throws InterruptedException the thread was interrupted
    public ModelAbilities ask(ProbePlace place, String model) throws InterruptedException {
        return ask(place, model, List.of(ModelAbility.values()));
    }

    /// Asks for some abilities, in this order.
    public ModelAbilities ask(ProbePlace place, String model, List<ModelAbility> wanted) throws InterruptedException {
        var talk = new Talk(place, model);
        var findings = new ArrayList<AbilityFinding>();
        long begun = ProbeIo.now();
        for (ModelAbility ability : wanted) {
            int number = ThreadLocalRandom.current().nextInt(1_000, 10_000);
            AbilityFinding finding = talk.find(new AbilityQuestion(ability, String.valueOf(number)));
            if (finding == null) return new ModelAbilities(place, model, List.copyOf(findings), talk.trouble);
            findings.add(finding);
            int left = wanted.size() - findings.size();
            long each = (ProbeIo.now() - begun) / findings.size();
            listener.settled(new ProbeProgress(findings.size(), wanted.size(), left * each,
                model + ", " + ability.word(), finding.evidence()));
        }
        return new ModelAbilities(place, model, List.copyOf(findings), null);
    }

    /// The questions to one model. What it has refused once is left out in the next questions too.
    private final class Talk {
        private final ProbePlace place;
        private final String model;
        private final List<Auth> ways;
        private final Set<String> learned = new HashSet<>();
        private final ProbeIo io = new ProbeIo(upstream, cancelled);
        private int way;
        private boolean answered;
        private String trouble;

        Talk(ProbePlace place, String model) {
            this.place = place;
            this.model = model;
            this.ways = place.ways();
        }

        /// Null if the model cannot be asked at all.
        AbilityFinding find(AbilityQuestion question) throws InterruptedException {
            int tries = 0;
            for (int fields = 0; ; ) {
                RawAnswer raw = send(question);
                if (raw == null) return stopped(ProbeTrouble.CANCELLED.meaning());
                var call = new AnswerCall(place, ways.get(way), model, Set.copyOf(learned));
                ProbeVerdict verdict = AnswerJudge.of(call, raw, ProbeIo.epochSeconds());
                if (verdict instanceof Answered) {
                    answered = true;
                    return judged(question, raw);
                }
                var unproven = (Unproven) verdict;
                if (unproven.refused() != null && fields++ < MOST_FIELDS && learned.add(unproven.refused())) continue;
                boolean otherWay = unproven.trouble() == ProbeTrouble.AUTH && !answered && way + 1 < ways.size();
                if (otherWay) {
                    way++;
                    continue;
                }
                if (!again(unproven, tries++)) return refused(question, raw, unproven);
            }
        }

        private RawAnswer send(AbilityQuestion question) throws InterruptedException {
            long wait = pace.waitMs(ProbeIo.now());
            if (wait > 0 && !io.pause(wait)) return null;
            pace.took(ProbeIo.now());
            UpstreamRequest request = ProbeQuestion.post(place, ways.get(way), question.conversation(model), learned,
                limits.connectMs());
            return io.ask(place, request, limits.answerMs());
        }

        private AbilityFinding judged(AbilityQuestion question, RawAnswer raw) {
            Answer answer = AnswerJudge.read(place.format(), raw.body());
            var target = new Target(model, null, null, learned);
            String tool = Protocol.of(place.format()).writeRequest(question.conversation(model), target, new Losses())
                .answerTool();
            return question.judge(answer, BodyShape.of(raw.body(), true), tool);
        }

        private boolean again(Unproven unproven, int tries) throws InterruptedException {
            boolean limited = unproven.trouble() == ProbeTrouble.RATE_LIMIT;
            int most = limited ? limits.retries() : Math.min(1, limits.retries());
            boolean may = unproven.trouble().passes() && tries < most && unproven.waitMs() <= limits.longestWaitMs();
            if (!may) return false;
            long wait = Math.max(unproven.waitMs(), FIRST_PAUSE_MS << tries);
            listener.waits(wait, unproven.trouble().meaning());
            return io.pause(wait);
        }

        /// A refusal that names the ability shows that it is not there. Any other says nothing about it; if nothing was
        /// answered before, the model cannot be asked at all.
        private AbilityFinding refused(AbilityQuestion question, RawAnswer raw, Unproven unproven) {
            boolean about = switch (unproven.trouble()) {
                case REFUSED, NO_ENDPOINT, UNKNOWN_MODEL, OTHER_FORMAT, SERVER -> raw.status() >= 400;
                case AUTH, QUOTA, RATE_LIMIT, FOREIGN, PAGE, PORTAL, BLOCKED, NETWORK, BROKEN, CANCELLED -> false;
            };
            ApiError error = about ? Protocol.of(place.format()).readError(raw.status(), raw.body()) : null;
            if (about && question.isRefused(error.words() + " " + error.param())) {
                return question.no("it refuses: " + unproven.detail());
            }
            boolean lasting = switch (unproven.trouble()) {
                case AUTH, QUOTA, UNKNOWN_MODEL, NO_ENDPOINT, OTHER_FORMAT, PORTAL, BLOCKED, NETWORK, CANCELLED -> true;
                case RATE_LIMIT, FOREIGN, PAGE, BROKEN, SERVER, REFUSED -> false;
            };
            return lasting && !answered ? stopped(unproven.trouble().meaning() + ": " + unproven.detail())
                : question.unknown(unproven.trouble().meaning() + ": " + unproven.detail());
        }

        private AbilityFinding stopped(String why) {
            trouble = why;
            return null;
        }
    }
}
