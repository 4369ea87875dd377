package llmrouter.memory;

/// What the gateway may hold of each kind of input, in bytes of the heap. What remains is for everything else: the
/// program itself, its state, the threads, and what one request needs while it is worked on.
///
/// The shares are of the largest heap that the JVM may take (`-Xmx`), so that an operator has one number to set. Some
/// kinds have a share of their own: it is always there for them. Requests, bodies and answers have a common share,
/// which is less than the sum of their own, because what fills one of them seldom fills the others. All shares that
/// can be full at the same time fit into the heap.
///
/// @param heads      headers of requests that are being read
/// @param silent     connections that have sent nothing yet
/// @param idle       connections that are kept for a next request
/// @param bigHeads   headers of requests that are served, beyond what each request may have
/// @param remembered answers which clients can refer to
/// @param common     requests, bodies and answers together
/// @param requests   requests that are served, with their connections
/// @param bodies     bodies of requests, and what is made of them until the request ends
/// @param answers    bodies of answers that are held until they are complete, events that have not ended, and what is
///                   read ahead
public record HeapShares(long heap, long heads, long silent, long idle, long bigHeads, long remembered, long common,
        long requests, long bodies, long answers) {
    /// What the program takes by itself; 5 MiB were measured after the start.
    private static final long OWN = 12 << 20;
    private static final int PARTS = 32;
    /// A heap that is too small for the program has no shares that are worth having.
    private static final int LEAST = 4;

    /// @param heap the largest size of the heap, in bytes
    public static HeapShares of(long heap) {
        long part = Math.max(heap - OWN, heap / LEAST) / PARTS;
        // the sum of all but the last three is 31 parts; the rest is room to work in
        return new HeapShares(heap, 4 * part, 4 * part, 2 * part, part, 4 * part, 16 * part,
            12 * part, 12 * part, 6 * part);
    }

    /// The sum of all shares that can be full at the same time.
    long sum() {
        return heads + silent + idle + bigHeads + remembered + common;
    }

    /// Of the heap of this process.
    public static HeapShares ofThisProcess() {
        return of(Runtime.getRuntime().maxMemory());
    }

    /// A number of bytes for people: `27 MB`, or `96 KB` if it is less than one.
    public static String shown(long bytes) {
        long mb = bytes >> 20;
        return mb > 0 ? mb + " MB" : (bytes >> 10) + " KB";
    }
}
