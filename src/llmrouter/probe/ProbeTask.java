package llmrouter.probe;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import llmrouter.config.Auth;
import llmrouter.probe.ProbeCall.AnswerCall;
import llmrouter.probe.ProbeCall.ListCall;
import llmrouter.probe.ProbeVerdict.Unproven;
import llmrouter.routing.OfferedModels.Offer;

/// One question of a probe, until it is settled. One owner.
final class ProbeTask {
    /// A place and a way to send the key there.
    record Way(ProbePlace place, Auth auth) {}

    /// null for a list
    private final String model;
    private final List<Way> ways;
    private final Set<String> learned = new HashSet<>();
    private final List<Offer> offers = new ArrayList<>();
    private int way;
    private int tries;
    private int pages;
    private String after;
    private Unproven refused;
    private ProbeVerdict settled;

    /// @param model null for the list of models
    ProbeTask(String model, List<Way> ways) {
        this.model = model;
        this.ways = new ArrayList<>(ways);
    }

    ProbeCall call() {
        Way now = ways.get(way);
        return model == null ? new ListCall(now.place(), now.auth(), after)
            : new AnswerCall(now.place(), now.auth(), model, Set.copyOf(learned));
    }

    /// Puts the way that is known to be right before the others, if nothing was asked yet.
    void prefer(Auth known) {
        if (way > 0 || tries > 0) return;
        for (int i = 0; i < ways.size(); i++) {
            if (ways.get(i).auth().equals(known)) ways.addFirst(ways.remove(i));
        }
    }

    /// Tries the next way in which the key may be sent, or the next place with the same list. False if there is none.
    boolean nextWay(Unproven why) {
        if (refused == null) refused = why;
        if (way + 1 >= ways.size()) return false;
        way++;
        tries = 0;
        return true;
    }

    boolean learn(String field) {
        return learned.add(field);
    }

    int tries() {
        return tries;
    }

    void tryAgain() {
        tries++;
    }

    /// Takes a page of the list, and says whether another one is to be read.
    boolean took(ProbeVerdict.Listed page, int mostPages) {
        offers.addAll(page.offers());
        pages++;
        boolean more = page.next() != null && !page.next().equals(after) && pages < mostPages;
        after = page.next();
        return more;
    }

    void settle(ProbeVerdict verdict) {
        settled = verdict;
    }

    boolean isSettled() {
        return settled != null;
    }

    ProbeVerdict verdict() {
        return settled;
    }

    /// The refusal that came first, where several ways were tried.
    Unproven firstRefusal(Unproven last) {
        return refused == null ? last : refused;
    }

    int waysTried() {
        return way + 1;
    }

    String model() {
        return model;
    }

    List<Offer> offers() {
        return offers;
    }

    /// Where it was asked last.
    ProbePlace place() {
        return ways.get(way).place();
    }

    Auth auth() {
        return ways.get(way).auth();
    }
}
