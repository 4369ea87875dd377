package llmrouter.state.redis;

/// The decisions of [llmrouter.routing.RoutingTable] as Lua 5.1 scripts. Redis runs a script as one step, with no other
/// command between its parts.
///
/// Keys, all of which expire: `health:REF` (strikes, open, rest, reason, touched, print: the fields of a health
/// record), `probe:REF` (until when), `window:BUCKET:START` (requests, tokens), `flight:BUCKET` (leases of requests in
/// flight by their end), `turn:ROUTE` (credits), `talk:AFFINITY` (ref, at), `refused:REF` (at most 100 fields),
/// `scale:REF`, `issuer:SIGNATURE`, and `failing` (candidates that have a health record by when it means nothing any
/// more; only for people, since older versions do not write it). They are computed from the arguments, so the server
/// cannot be a cluster. Several versions of this program may use one server: names and meanings of keys and fields must
/// not change.
///
/// Times are the caller's, in milliseconds since 1970. They alone decide whether something is over; the expiry of keys
/// only cleans up. A health record of a time still to come was made while the clock was ahead: it is moved to now.
/// Numbers stay below 2⁵³, since all numbers of Lua are doubles.
final class RedisScripts {
    private RedisScripts() {}

    private static final String COMMON = """
        local P, DAY = 'llm-router:', 86400000
        local q = cjson.decode(ARGV[1])
        local call, now = redis.call, q.now
        local function num(v) return tonumber(v) or 0 end
        local function str(n) return string.format('%.0f', n) end
        local function healthy()
          return { strikes = 0, open = 0, rest = 0, touched = 0, availableAt = 0, reason = '', print = '' }
        end
        local function recordOf(ref)
          local h = call('HMGET', P .. 'health:' .. ref, 'strikes', 'open', 'rest', 'touched', 'reason', 'print')
          local f = { strikes = num(h[1]), open = num(h[2]), rest = num(h[3]), touched = num(h[4]),
            reason = h[5] or '', print = h[6] or '' }
          local ahead = f.touched - now
          if ahead > q.ttl then return healthy() end
          if ahead > 5000 then
            f.touched, f.open, f.rest = now, math.max(0, f.open - ahead), math.max(0, f.rest - ahead)
            call('HSET', P .. 'health:' .. ref, 'touched', str(now), 'open', str(f.open), 'rest', str(f.rest))
          end
          f.open, f.rest = math.min(f.open, f.touched + 31 * DAY), math.min(f.rest, f.touched + 31 * DAY)
          f.availableAt = math.max(f.open, f.rest)
          if f.touched + q.ttl >= now or f.availableAt >= now then return f end
          return healthy()
        end
        local function under(f, print)
          if not print or print == '' or f.print == '' or print == f.print then return f end
          local ofAccount = f.reason == 'rate_limited' or f.reason == 'policy_blocked'
          if not ofAccount or f.rest == 0 or string.sub(f.print, 1, 9) ~= string.sub(print, 1, 9) then
            return healthy()
          end
          f.strikes, f.open, f.availableAt, f.print = 0, 0, f.rest, print
          return f
        end
        local function healthOf(ref, print) return under(recordOf(ref), print) end
        """;

    /// ARGV[1]: the pick request as JSON. Replies `chosen INDEX LAST-RESORT PROBE REFUSED FOREIGN SCALE SKIPS`,
    /// `capped WAIT CAP SKIPS` or `none-left SKIPS`.
    static final String PICK = COMMON + """
        local AFFINITY, PROBE = 3600000, 900000
        local function probing(ref) return num(call('GET', P .. 'probe:' .. ref)) > now end
        local function skipReasons(c, why)
          local h = healthOf(c.ref, c.print)
          c.strikes, c.availableAt = h.strikes, h.availableAt
          c.halfopen = h.open > 0 and h.open <= now and not probing(c.ref)
          if q.only then return end
          if h.rest > now then why[#why + 1] = 'cooldown' end
          if h.open > now then why[#why + 1] = 'circuit-open'
          elseif h.open > 0 and not c.halfopen then why[#why + 1] = 'circuit-probing' end
        end
        local function window(cap) return P .. 'window:' .. cap.key .. ':' .. str(cap.start) end
        local function flight(cap) return P .. 'flight:' .. cap.key end
        local function full(c)
          local wait, key = -1, nil
          local function waitFor(cap, ms)
            if ms > wait then wait, key = ms, cap.key end
          end
          for _, cap in ipairs(c.caps) do
            if cap.inFlight then
              call('ZREMRANGEBYSCORE', flight(cap), '-inf', str(now))
              if call('ZCARD', flight(cap)) >= cap.inFlight then waitFor(cap, 1000) end
            end
            if cap.start then
              local seen = call('HMGET', window(cap), 'requests', 'tokens')
              cap.usedRequests, cap.usedTokens = num(seen[1]), num(seen[2])
              if cap.requests and cap.usedRequests >= cap.requests
                  or cap.tokens and cap.usedTokens > 0 and cap.usedTokens + q.tokens > cap.tokens then
                waitFor(cap, cap.ends - now)
              end
            end
          end
          return wait, key
        end
        local available, unavailable, skips, room, roomCap = {}, {}, {}, nil, nil
        for _, c in ipairs(q.choices) do
          local why = {}
          skipReasons(c, why)
          local wait, key = full(c)
          if wait >= 0 then
            why[#why + 1] = 'quota-exhausted'
            if not room or wait < room then room, roomCap = wait, key end
          elseif #why == 0 then available[#available + 1] = c
          else unavailable[#unavailable + 1] = c end
          if #why > 0 then
            table.insert(why, 1, c.i)
            skips[#skips + 1] = why
          end
        end

        local function share(cap, used) return math.floor(math.max(0, cap - used) * 1000000 / cap) end
        local function remaining(c)
          local least = 1000000
          for _, cap in ipairs(c.caps) do
            if cap.start and cap.requests then least = math.min(least, share(cap.requests, cap.usedRequests)) end
            if cap.start and cap.tokens then least = math.min(least, share(cap.tokens, cap.usedTokens)) end
          end
          return least
        end
        local function weight(c)
          if q.weighing == 'none' then return 1 end
          if q.weighing == 'weight' then return c.weight end
          local well = c.strikes > 0 and 50 or 100
          local left = remaining(c)
          local share = math.floor(c.weight / 1000000) * left + math.floor(c.weight % 1000000 * left / 1000000)
          return math.max(1, math.floor(share * well / 100))
        end
        local function turn(from)
          local key, credits, total, best, most = P .. 'turn:' .. q.route, {}, 0, nil, nil
          for n, c in ipairs(from) do
            local w = weight(c)
            credits[n] = num(call('HGET', key, c.ref)) + w
            total = total + w
            if not most or credits[n] > most then best, most = n, credits[n] end
          end
          if q.again then return from[best] end
          credits[best] = credits[best] - total
          for n, c in ipairs(from) do call('HSET', key, c.ref, str(credits[n])) end
          call('PEXPIRE', key, str(30 * DAY))
          return from[best]
        end
        local function first()
          if q.affinity then
            local talk = call('HMGET', P .. 'talk:' .. q.affinity, 'ref', 'at')
            if num(talk[2]) + AFFINITY > now then
              for _, c in ipairs(available) do if c.ref == talk[1] then return c end end
            end
          end
          local primaries = {}
          for _, c in ipairs(available) do if c.i < q.primary then primaries[#primaries + 1] = c end end
          if #primaries == 0 or q.ordered or q.only then return available[1] end
          return turn(primaries)
        end
        local function reserve(c)
          for _, cap in ipairs(c.caps) do
            if cap.start then
              call('HINCRBY', window(cap), 'requests', 1)
              call('HINCRBY', window(cap), 'tokens', str(q.tokens))
              call('PEXPIRE', window(cap), str(cap.ends - now + DAY))
            end
            if cap.inFlight then
              call('ZADD', flight(cap), str(now + q.leaseMs), q.lease)
              call('PEXPIRE', flight(cap), str(2 * q.leaseMs))
            end
          end
          if c.halfopen then call('SET', P .. 'probe:' .. c.ref, str(now + PROBE), 'PX', str(PROBE)) end
          local foreign = {}
          for _, s in ipairs(q.signatures) do
            local issuer = call('GET', P .. 'issuer:' .. s)
            if issuer and issuer ~= c.provider then
              foreign[#foreign + 1] = s
              foreign[#foreign + 1] = issuer
            end
          end
          return call('SRANDMEMBER', P .. 'refused:' .. c.ref, 100), foreign
        end

        local c, last = nil, 0
        if #available > 0 then c = first()
        elseif #unavailable > 0 then
          c, last = unavailable[1], 1
          for _, r in ipairs(unavailable) do if r.availableAt < c.availableAt then c = r end end
        elseif room then return { 'capped', room, roomCap, skips }
        else return { 'none-left', skips } end
        local refused, foreign = reserve(c)
        local scale = num(call('GET', P .. 'scale:' .. c.ref))
        return { 'chosen', c.i, last, c.halfopen and 1 or 0, refused, foreign, scale, skips }
        """;

    /// ARGV[1]: `outcomes` as JSON, each with the member that says its kind.
    static final String REPORT = COMMON + """
        local function alive(o)
          call('DEL', P .. 'probe:' .. o.alive)
          local h = healthOf(o.alive, o.print)
          if h.strikes + h.open + h.rest > 0 then
            call('DEL', P .. 'health:' .. o.alive)
            call('ZREM', P .. 'failing', o.alive)
          end
          if not o.affinity then return end
          call('HSET', P .. 'talk:' .. o.affinity, 'ref', o.alive, 'at', str(now))
          call('PEXPIRE', P .. 'talk:' .. o.affinity, 3600000)
        end
        local function failed(o)
          local h, key = healthOf(o.failed, o.print), P .. 'health:' .. o.failed
          local rest = o.rest > 0 and math.max(h.rest, now + o.rest) or h.rest
          if o.strikes == 0 and rest <= h.rest then return end
          local sum, open = math.min(h.strikes + o.strikes, 1000), h.open
          local circuits = q.circuitFailures > 0 and q.circuitMs > 0
          if circuits and o.strikes > 0 and sum >= q.circuitFailures then open = now + q.circuitMs end
          call('HSET', key, 'strikes', str(sum), 'open', str(open), 'rest', str(rest),
            'reason', o.reason, 'touched', str(now), 'print', o.print or '')
          local over = math.max(q.ttl, open - now, rest - now)
          call('PEXPIRE', key, str(over + DAY))
          local failing = P .. 'failing'
          call('ZADD', failing, str(now + over), o.failed)
          call('ZREMRANGEBYSCORE', failing, '-inf', str(now))
          call('ZREMRANGEBYRANK', failing, 0, -2001)
          call('PEXPIRE', failing, str(30 * DAY))
        end
        local function add(key, field, n)
          if n ~= 0 then call('HSET', key, field, str(math.max(0, num(call('HGET', key, field)) + n))) end
        end
        local function settled(o)
          if o.probe then call('DEL', P .. 'probe:' .. o.settled) end
          for _, h in ipairs(o.held) do
            if o.lease then call('ZREM', P .. 'flight:' .. h.key, o.lease) end
            local key = P .. 'window:' .. h.key .. ':' .. str(h.start)
            if h.start ~= 0 and call('EXISTS', key) == 1 then
              add(key, 'requests', o.requests)
              add(key, 'tokens', o.tokens)
            end
          end
        end
        for _, o in ipairs(q.outcomes) do
          if o.alive then alive(o)
          elseif o.failed then failed(o)
          elseif o.settled then settled(o)
          elseif o.refused then
            local key = P .. 'refused:' .. o.refused
            if call('SCARD', key) < 100 and #o.field <= 200 then call('SADD', key, o.field) end
            call('PEXPIRE', key, str(30 * DAY))
          elseif o.measured then
            local key = P .. 'scale:' .. o.measured
            local before = num(call('GET', key))
            local after = before == 0 and o.permille or math.floor((before * 7 + o.permille) / 8)
            call('SET', key, str(after), 'PX', str(30 * DAY))
          elseif o.signature then call('SET', P .. 'issuer:' .. o.signature, o.issuer, 'PX', str(14 * DAY))
          elseif o.flying then
            call('ZADD', P .. 'flight:' .. o.flying, str(now + q.leaseMs), o.lease)
            call('PEXPIRE', P .. 'flight:' .. o.flying, str(2 * q.leaseMs))
          end
        end
        return 'OK'
        """;

    /// Ends cooldowns and circuits. ARGV[1]: `records` as JSON, each with its `ref`, and `print` if only what belongs
    /// to another fingerprint is to be ended. Replies `REF STRIKES OPEN REST REASON` for each record that was there
    /// before and says less now.
    static final String END = COMMON + """
        local ended = {}
        for _, o in ipairs(q.records) do
          local key, h = P .. 'health:' .. o.ref, recordOf(o.ref)
          local before = { o.ref, str(h.strikes), str(h.open), str(h.rest), h.reason }
          local until_ = h.availableAt
          local after = o.print and under(h, o.print) or healthy()
          if after.strikes + after.open + after.rest == 0 then
            call('DEL', key)
            call('ZREM', P .. 'failing', o.ref)
          elseif call('EXISTS', key) == 1 then
            call('HSET', key, 'strikes', str(after.strikes), 'open', str(after.open), 'rest', str(after.rest),
              'print', o.print)
          end
          if after.availableAt < until_ then
            call('DEL', P .. 'probe:' .. o.ref)
            ended[#ended + 1] = before
          end
        end
        return ended
        """;

    /// What is known, for people; it changes nothing. ARGV[1]: `refs`, `caps` (with `start` of a window, and `flying`
    /// if requests in flight are capped) and `failing` as JSON. Replies the health records of these candidates, and of
    /// those that have failed of late if `failing` is set, and what the caps have counted.
    static final String LOOK = COMMON + """
        local records, uses = {}, {}
        local function record(ref)
          local h = call('HMGET', P .. 'health:' .. ref, 'strikes', 'open', 'rest', 'touched', 'reason', 'print')
          if h[4] then
            records[#records + 1] = { ref, str(num(h[1])), str(num(h[2])), str(num(h[3])), str(num(h[4])),
              h[5] or '', h[6] or '' }
          end
        end
        for _, ref in ipairs(q.refs) do record(ref) end
        if q.failing then
          local last = call('ZREVRANGEBYSCORE', P .. 'failing', '+inf', str(now), 'LIMIT', 0, 1000)
          for _, ref in ipairs(last) do record(ref) end
        end
        for _, cap in ipairs(q.caps) do
          local seen, flying = {}, 0
          if cap.start then
            seen = call('HMGET', P .. 'window:' .. cap.key .. ':' .. str(cap.start), 'requests', 'tokens')
          end
          if cap.flying then flying = call('ZCOUNT', P .. 'flight:' .. cap.key, '(' .. str(now), '+inf') end
          uses[#uses + 1] = { cap.key, str(num(seen[1])), str(num(seen[2])), str(flying) }
        end
        return { records, uses }
        """;

    /// Looks for a key of this program with a value of another type than this program writes, as another program may
    /// have made it. ARGV[1]: a cursor as of `SCAN`. Replies the next cursor, and the key with its type and the right
    /// one if there is such a key on this page.
    static final String WRONG_TYPE = """
        local types = { health = 'hash', probe = 'string', window = 'hash', flight = 'zset', turn = 'hash',
          talk = 'hash', refused = 'set', scale = 'string', issuer = 'string', failing = 'zset' }
        local page = redis.call('SCAN', ARGV[1], 'MATCH', 'llm-router:*', 'COUNT', 1000)
        for _, key in ipairs(page[2]) do
          local right = types[string.match(key, '^llm%-router:(%a+)')]
          local is = right and redis.call('TYPE', key)['ok']
          if right and is ~= right and is ~= 'none' then return { page[1], key, is, right } end
        end
        return { page[1] }
        """;
}
