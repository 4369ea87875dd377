package llmrouter.probe;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import llmrouter.config.Auth;
import llmrouter.config.Endpoints;
import llmrouter.probe.ProbeListener.ProbeProgress;
import llmrouter.probe.ProbeTask.Way;
import llmrouter.probe.ProbeVerdict.Answered;
import llmrouter.probe.ProbeVerdict.Listed;
import llmrouter.probe.ProbeVerdict.Unproven;
import llmrouter.providers.ProviderAddress;

/// Decides what a probe asks next, given the answers so far. It has no clock and no connections: its owner
/// says what time it is, performs the step, and brings the verdict back.
///
/// ```
/// next ─▶ Ask ─▶ took ─▶ next ─▶ … ─▶ Pause ─▶ next ─▶ … ─▶ Done
/// ```
/// A question is asked again after a rate limit or a failure that may pass, without a field that was refused, and with
/// the key in another header. What cannot change with another model (no such endpoint, a refused key, an unknown host)
/// settles the other questions at that place too. One owner.
final class ProbePlan {
    private static final int MOST_PAGES = 20;
    private static final int MOST_FIELDS = 6;
    private static final long FIRST_PAUSE_MS = 1_000;

    /// What is to be done.
    sealed interface Step {
        record Ask(ProbeCall call) implements Step {}

        /// @param why null for the usual pause between two requests
        record Pause(long ms, String why) implements Step {}

        record Done() implements Step {}
    }

    private final ProbeWish wish;
    private final ProbePace pace;
    private final List<ProbeTask> tasks = new ArrayList<>();
    private final Map<ProbePlace, Auth> proven = new HashMap<>();
    private int at;
    private int requests;
    private int fields;
    private long notBefore;
    private String why;
    private long begunAt = -1;
    private boolean cancelled;

    ProbePlan(ProbeWish wish) {
        this.wish = wish;
        this.pace = new ProbePace(wish.limits());
        if (wish.lists()) addLists();
        if (!wish.formats()) return;
        for (String model : wish.models().isEmpty() ? List.of(ProbeCall.NO_MODEL) : wish.models()) {
            for (ProbePlace place : wish.places()) tasks.add(new ProbeTask(model, ways(place)));
        }
    }

    private void addLists() {
        var byUrl = new LinkedHashMap<String, List<Way>>();
        for (ProbePlace place : wish.places()) {
            String url = ProviderAddress.of(place.base(), place.format(), Endpoints.MODELS);
            List<Way> all = byUrl.computeIfAbsent(url, _ -> new ArrayList<>());
            for (Way way : ways(place)) {
                if (all.stream().noneMatch(other -> asksTheSame(other, way))) all.add(way);
            }
        }
        for (List<Way> ways : byUrl.values()) tasks.add(new ProbeTask(null, ways));
    }

    /// Whether the requests for the list are the same, but for the format that the place is for.
    private static boolean asksTheSame(Way one, Way other) {
        boolean paged = one.place().format().listsInPages();
        return one.auth().equals(other.auth()) && paged == other.place().format().listsInPages();
    }

    private static List<Way> ways(ProbePlace place) {
        return place.ways().stream().map(auth -> new Way(place, auth)).toList();
    }

    /// @param nowMs of a clock that only goes forward
    Step next(long nowMs) {
        if (begunAt < 0) begunAt = nowMs;
        while (at < tasks.size() && tasks.get(at).isSettled()) at++;
        if (at == tasks.size()) return new Step.Done();
        long asked = notBefore - nowMs;
        if (asked > 0) return new Step.Pause(asked, why);
        long wait = pace.waitMs(nowMs);
        if (wait > 0) return new Step.Pause(wait, null);
        pace.took(nowMs);
        requests++;
        return new Step.Ask(tasks.get(at).call());
    }

    /// What the answer to the call that was asked last proves.
    ///
    /// @return what is to be told, if a question was settled; else null
    ProbeProgress took(ProbeVerdict verdict, long nowMs) {
        ProbeTask task = tasks.get(at);
        switch (verdict) {
            case Listed page -> {
                if (task.took(page, MOST_PAGES)) return null;
                settle(task, page);
            }
            case Answered answered -> {
                proven.put(task.place(), task.auth());
                settle(task, answered);
            }
            case Unproven unproven -> {
                if (goesOn(task, unproven, nowMs)) return null;
                Unproven last = unproven.trouble() == ProbeTrouble.AUTH ? allRefused(task, unproven) : unproven;
                boolean read = last.trouble() == ProbeTrouble.UNKNOWN_MODEL;
                if (read) proven.putIfAbsent(task.place(), task.auth());
                settle(task, last);
                spread(task, last);
            }
        }
        return progress(task, nowMs);
    }

    private void settle(ProbeTask task, ProbeVerdict verdict) {
        task.settle(verdict);
        fields = 0;
        for (ProbeTask other : tasks) {
            Auth known = other.isSettled() || other.model() == null ? null : proven.get(other.place());
            if (known != null) other.prefer(known);
        }
    }

    /// Whether the question is asked once more.
    private boolean goesOn(ProbeTask task, Unproven unproven, long nowMs) {
        if (unproven.refused() != null && fields++ < MOST_FIELDS && task.learn(unproven.refused())) return true;
        if (unproven.trouble() == ProbeTrouble.AUTH && !proven.containsKey(task.place())) return task.nextWay(unproven);
        boolean elsewhere = task.model() == null && unproven.trouble() != ProbeTrouble.NETWORK
            && !unproven.trouble().passes();
        if (elsewhere && task.nextWay(unproven)) return true;
        boolean limited = unproven.trouble() == ProbeTrouble.RATE_LIMIT;
        int most = limited ? wish.limits().retries() : Math.min(1, wish.limits().retries());
        boolean may = unproven.trouble().passes() || unproven.trouble() == ProbeTrouble.PAGE && unproven.waitMs() >= 0;
        if (!may || task.tries() >= most || unproven.waitMs() > wish.limits().longestWaitMs()) return false;
        long usual = FIRST_PAUSE_MS << task.tries();
        task.tryAgain();
        notBefore = nowMs + Math.max(unproven.waitMs(), usual);
        why = limited ? "the provider limits the rate of requests" : unproven.trouble().meaning();
        return true;
    }

    private static Unproven allRefused(ProbeTask task, Unproven last) {
        if (task.waysTried() == 1) return last;
        return new Unproven(ProbeTrouble.AUTH, task.firstRefusal(last).detail() + " (and likewise with the key in "
            + ProbePlace.words(task.auth()) + ")");
    }

    /// Settles the questions whose answer is known now.
    private void spread(ProbeTask task, Unproven why) {
        boolean host = why.trouble() == ProbeTrouble.NETWORK || why.trouble() == ProbeTrouble.PORTAL;
        boolean place = task.model() != null && (why.trouble() == ProbeTrouble.NO_ENDPOINT
            || why.trouble() == ProbeTrouble.AUTH && !proven.containsKey(task.place()));
        if (!host && !place) return;
        for (ProbeTask other : tasks) {
            boolean same = host ? other.place().origin().equals(task.place().origin())
                : other.model() != null && other.place().equals(task.place());
            if (!other.isSettled() && same) other.settle(new Unproven(why.trouble(), why.detail()));
        }
    }

    /// Nothing more is asked.
    void cancel() {
        for (ProbeTask task : tasks) {
            if (task.isSettled()) continue;
            cancelled = true;
            task.settle(new Unproven(ProbeTrouble.CANCELLED, ProbeTrouble.CANCELLED.meaning()));
        }
    }

    private ProbeProgress progress(ProbeTask task, long nowMs) {
        int done = (int) tasks.stream().filter(ProbeTask::isSettled).count();
        long each = requests == 0 ? 0 : (nowMs - begunAt) / requests;
        long remaining = (tasks.size() - done) * Math.max(each, requests < 2 ? 0 : wish.limits().intervalMs());
        return new ProbeProgress(done, tasks.size(), remaining, ProbeWords.subject(task), ProbeWords.outcome(task));
    }

    /// What is known, when all is settled.
    ProbeResult result() {
        return ProbeFindings.of(wish, tasks, proven, requests, cancelled);
    }
}
