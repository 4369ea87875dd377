package llmrouter.state;

import java.util.List;

/// What one attempt in flight holds on the server. It must be renewed to last: a gateway that dies leaves nothing
/// behind for long.
///
/// @param buckets those that cap requests in flight
record RedisLease(String id, List<String> buckets) {}
