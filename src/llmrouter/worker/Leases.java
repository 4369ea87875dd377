package llmrouter.worker;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import llmrouter.json.Json;
import llmrouter.routing.Choice;
import llmrouter.routing.Choice.Cap;
import llmrouter.routing.Outcome;
import llmrouter.routing.Reservation;
import llmrouter.routing.Reservation.Held;
import llmrouter.routing.lines.PickLines;

/// The reservations of requests that have not been settled. A report that arrives twice settles once, and a request
/// whose isolate has ended does not hold its places for ever.
///
/// A lease is written down when it begins and when it ends, so that it outlives a restart of the object:
/// `{"open":{…},"flying":["p/limit"],"until":1700000000000}` and `{"closed":"id"}`.
final class Leases {
    /// Longer than nearly every answer takes. The settlement of a longer one comes too late and is left out: its
    /// estimate stays counted.
    static final long LEASE_MS = 1_800_000;

    /// @param flying keys of its caps on requests in flight
    private record Lease(Reservation reservation, List<String> flying, long until) {}

    private final String boot;
    private final Map<String, Lease> open = new LinkedHashMap<>();
    private long count;

    /// @param boot a name that no earlier run of the object had
    Leases(String boot) {
        this.boot = boot;
    }

    /// Makes a lease of a reservation.
    ///
    /// @param choice the candidate that was chosen
    /// @param lines  gets what must be stored
    /// @return the reservation with the name of the lease; the same if there is nothing to settle
    Reservation open(Reservation r, Choice choice, long now, List<String> lines) {
        if (r.held().isEmpty() && !r.probe()) return r;
        var named = new Reservation(r.ref(), r.held(), r.tokens(), r.probe(), boot + "-" + ++count, r.fingerprint());
        var flying = new ArrayList<String>();
        for (Cap cap : choice.caps()) {
            if (cap.inFlight() != null) flying.add(cap.key());
        }
        keep(named.lease(), new Lease(named, List.copyOf(flying), now + LEASE_MS), lines);
        return named;
    }

    private void keep(String id, Lease lease, List<String> lines) {
        open.put(id, lease);
        lines.add(Json.object().put("open", PickLines.json(lease.reservation)).put("flying", Json.strings(lease.flying))
            .put("until", lease.until).toString());
    }

    /// Takes what is settled out of its lease.
    ///
    /// @return whether it counts; not if the lease has been settled before, or has ended
    boolean settle(Outcome.Settled settled, List<String> lines) {
        String id = settled.reservation().lease();
        if (id == null) return true;
        Lease lease = open.get(id);
        if (lease == null || !lease.reservation.held().containsAll(settled.reservation().held())) return false;
        Set<Held> gone = new HashSet<>(settled.reservation().held());
        var rest = new ArrayList<Held>();
        for (Held held : lease.reservation.held()) {
            if (!gone.contains(held)) rest.add(held);
        }
        if (rest.isEmpty()) close(id, lines);
        else keep(id, without(lease, rest), lines);
        return true;
    }

    private static Lease without(Lease lease, List<Held> rest) {
        Reservation r = lease.reservation;
        var flying = new ArrayList<String>();
        for (Held held : rest) {
            if (lease.flying.contains(held.key())) flying.add(held.key());
        }
        return new Lease(new Reservation(r.ref(), List.copyOf(rest), r.tokens(), r.probe(), r.lease(),
            r.fingerprint()), List.copyOf(flying), lease.until);
    }

    private void close(String id, List<String> lines) {
        open.remove(id);
        lines.add(Json.object().put("closed", id).toString());
    }

    /// Ends the leases whose time is over.
    ///
    /// @return their settlements: as estimated
    List<Outcome> expired(long now, List<String> lines) {
        var ended = new ArrayList<Outcome>();
        for (Lease lease : List.copyOf(open.values())) {
            if (lease.until > now) continue;
            ended.add(new Outcome.Settled(lease.reservation, true, -1));
            close(lease.reservation.lease(), lines);
        }
        return ended;
    }

    /// The keys of caps on requests in flight, once for each request.
    List<String> flying() {
        var all = new ArrayList<String>();
        for (Lease lease : open.values()) all.addAll(lease.flying);
        return all;
    }

    /// The lines that make these leases.
    List<String> lines() {
        var lines = new ArrayList<String>();
        for (var entry : List.copyOf(open.entrySet())) keep(entry.getKey(), entry.getValue(), lines);
        return lines;
    }

    /// Reads a line back.
    /// @return whether it is one of a lease
    boolean restore(Json.Obj line) {
        if (line.text("closed") instanceof String id) {
            open.remove(id);
            return true;
        }
        if (!(line.object("open") instanceof Json.Obj json)) return false;
        Reservation reservation = PickLines.reservation(json);
        open.put(reservation.lease(), new Lease(reservation, line.texts("flying"), line.number("until", 0)));
        return true;
    }
}
