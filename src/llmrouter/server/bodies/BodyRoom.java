package llmrouter.server.bodies;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import llmrouter.admission.BodyRules;
import llmrouter.chat.ApiError;
import llmrouter.chat.GatewayError;
import llmrouter.memory.ByteBudget;
import llmrouter.memory.HeapBudgets;
import llmrouter.memory.HeapShares;
import llmrouter.memory.Shortages;

/// The heap's share for request bodies. Thread-safe.
///
/// A part of the share is reserved for small bodies, so that they are served while large ones fill the rest. A body
/// that can never fit is refused with 413. One that does not fit now is refused with 503, unless there are uploads that
/// have stalled: they have come to a halt, or nearly so, and hold memory that others need. Such uploads are given up,
/// first the one that has held the most for the longest time. None waits for requests that are answered meanwhile: many
/// that wait would hold what small ones need.
public final class BodyRoom {
    /// What a body of ASCII text becomes until its request is sent, in bytes for each of its bytes: the bytes that came
    /// and the text; where the request is translated also its strings and the bytes for the provider.
    static final int COPIES = 4;
    /// An upload that has not brought another segment for so long has stalled.
    private static final long STALLED_NS = TimeUnit.SECONDS.toNanos(2);

    private final long heap;
    private final ByteBudget budget;
    private final Shortages shortages;
    private final int configured;
    private final int limit;
    private final Set<HeldBody> uploads = ConcurrentHashMap.newKeySet();

    /// @param configured the limit of a body that the settings name, in bytes
    public BodyRoom(HeapBudgets heap, int configured) {
        this.heap = heap.shares().heap();
        this.budget = heap.bodies();
        this.shortages = heap.shortages();
        this.configured = configured;
        this.limit = (int) Math.min(configured, budget.mostOfOne() / COPIES);
    }

    /// How many bytes a body may have: what the settings name, or less if the heap is too small for that.
    public int limit() {
        return limit;
    }

    /// Whether the heap is too small for the limit that the settings name.
    public boolean isLowered() {
        return limit < configured;
    }

    /// For the next request, which holds nothing yet.
    public HeldBody begin() {
        return new HeldBody(this, budget);
    }

    /// Whether a body of so many bytes fits if no other is held.
    boolean canEverHold(long bytes) {
        return bytes <= budget.mostOfOne();
    }

    void began(HeldBody upload) {
        uploads.add(upload);
    }

    void ended(HeldBody upload) {
        uploads.remove(upload);
    }

    /// Gives up stalled uploads until they hold as much as is wanted.
    ///
    /// @return whether it is worth waiting for what they give back
    boolean makeRoom(HeldBody wanting, long bytes) {
        long now = System.nanoTime();
        long coming = 0;
        HeldBody worst = null;
        double most = 0;
        for (HeldBody upload : uploads) {
            if (upload == wanting) continue;
            long stalled = now - upload.progressed();
            if (upload.isGivenUp()) coming += upload.bytes();
            else if (stalled > STALLED_NS && (double) upload.bytes() * stalled > most) {
                worst = upload;
                most = (double) upload.bytes() * stalled;
            }
        }
        if (coming >= bytes || worst == null) return coming > 0;
        if (worst.giveUp(stalled())) shortages.happened(Shortages.Kind.UPLOAD, 1);
        return true;
    }

    private static ApiError stalled() {
        return ApiError.of(503, ApiError.Kind.OVERLOADED, "The gateway gave up this upload: it made no progress, and"
            + " other requests need the memory that it held. Send the request again.");
    }

    GatewayError full() {
        shortages.happened(Shortages.Kind.BODY, 1);
        return new GatewayError(ApiError.of(503, ApiError.Kind.OVERLOADED, "The gateway's memory for request bodies ("
            + HeapShares.shown(budget.share()) + ") is in use. Try again in a moment, or give the gateway a larger heap"
            + " (-Xmx)."));
    }

    GatewayError neverFits(long bytes) {
        return new GatewayError(ApiError.of(413, ApiError.Kind.TOO_LARGE, "The request needs "
            + HeapShares.shown(bytes) + " of memory for its text and its JSON values, and the gateway's heap of "
            + HeapShares.shown(heap) + " has " + HeapShares.shown(budget.mostOfOne())
            + " for one request. Shorten the request, or give the gateway a larger heap (-Xmx)."));
    }

    /// @param characters of the request with what it refers to
    GatewayError refersToTooMuch(long characters) {
        return new GatewayError(ApiError.of(413, ApiError.Kind.TOO_LARGE, "With the earlier items that the request"
            + " refers to, it has at least " + characters + " characters, and a request may have " + limit
            + " bytes. Refer to fewer items, or begin a new conversation."));
    }

    GatewayError tooLarge() {
        if (limit == configured) return BodyRules.tooLarge(limit);
        return BodyRules.tooLarge(limit, ", the most that the gateway's heap of " + HeapShares.shown(heap)
            + " can hold. Shorten the request, or give the gateway a larger heap (-Xmx).");
    }
}
