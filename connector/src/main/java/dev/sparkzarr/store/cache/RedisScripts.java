package dev.sparkzarr.store.cache;

/**
 * What the index asks of Redis, as scripts: each is atomic. Keys under the prefix {@code P}:
 *
 * <pre>
 *   P:k:ORIGIN:KEY  hash    v version, c checked at, p:PIECE "size cost storedAt"
 *   P:t             sorted  member by last use; member = ORIGIN \n PIECE \n SIZE \n KEY
 *   P:n             sorted  member by number of uses
 *   P:b             number  bytes that all members count for
 *   P:s             flag    the storage was compared with the index lately
 * </pre>
 *
 * Every script has P and the bytes that each entry counts for beside its size as its first
 * arguments. Where Redis drops some of the keys itself, or all of them, entries are lost from the
 * index: misses, until the storage is scanned.
 */
final class RedisScripts {
  private static final String COMMON =
      """
      local P, overhead = ARGV[1], tonumber(ARGV[2])
      local T, N, B = P..':t', P..':n', P..':b'
      local KEPT = 2592000000
      local function hash(o, key) return P..':k:'..o..':'..key end
      local function member(o, piece, size, key) return o..'\\n'..piece..'\\n'..size..'\\n'..key end
      local function split(m) return string.match(m, '^([^\\n]*)\\n([^\\n]*)\\n([^\\n]*)\\n(.*)$') end
      local function number(n) return string.format('%.0f', n) end
      local function add(m, size, now)
        if redis.call('ZADD', T, now, m) == 1 then
          redis.call('INCRBY', B, number(tonumber(size) + overhead))
        end
      end
      local function remove(m)
        local o, piece, size, key = split(m)
        if redis.call('ZREM', T, m) == 1 then
          redis.call('DECRBY', B, number(tonumber(size) + overhead))
        end
        redis.call('ZREM', N, m)
        local k = hash(o, key)
        local row = redis.call('HMGET', k, 'v', 'p:'..piece)
        redis.call('HDEL', k, 'p:'..piece)
        if redis.call('HLEN', k) <= 2 then redis.call('DEL', k) end
        return o, key, piece, row[1], row[2]
      end
      local function removeInto(m, gone)
        local o, key, piece, v, p = remove(m)
        if v and p then
          for _, x in ipairs({o, key, piece, v, p}) do gone[#gone + 1] = x end
        end
      end
      local function removeAll(o, key, gone)
        local all = redis.call('HGETALL', hash(o, key))
        for i = 1, #all, 2 do
          local piece = string.match(all[i], '^p:(.*)$')
          if piece then
            removeInto(member(o, piece, string.match(all[i + 1], '^%d+'), key), gone)
          end
        end
        redis.call('DEL', hash(o, key))
      end
      """;

  /** origin, key, now, pieces... : version, checkedAt, then piece, row, uses of each found. */
  static final String FIND =
      COMMON
          + """
          local o, key, now = ARGV[3], ARGV[4], ARGV[5]
          local k = hash(o, key)
          local state = redis.call('HMGET', k, 'v', 'c')
          if not state[1] or not state[2] then return {} end
          local found = {state[1], state[2]}
          for i = 6, #ARGV do
            local row = redis.call('HGET', k, 'p:'..ARGV[i])
            if row then
              local m = member(o, ARGV[i], string.match(row, '^%d+'), key)
              add(m, string.match(row, '^%d+'), now)
              found[#found + 1] = ARGV[i]
              found[#found + 1] = row
              found[#found + 1] = redis.call('ZINCRBY', N, 1, m)
            end
          end
          redis.call('PEXPIRE', k, KEPT)
          return found
          """;

  /**
   * origin, key, piece, version, row, checkedAt, now, budget, policy: the entry itself first when
   * it was refused; then origin, key, piece, version, row of each that went.
   */
  static final String PUSH =
      COMMON
          + """
          local o, key, piece, version, row = ARGV[3], ARGV[4], ARGV[5], ARGV[6], ARGV[7]
          local checked, now, budget = ARGV[8], ARGV[9], tonumber(ARGV[10])
          local Z = ARGV[11] == 'LFU' and N or T
          local size = string.match(row, '^%d+')
          local k, gone = hash(o, key), {}
          local state = redis.call('HMGET', k, 'v', 'c')
          if state[1] and state[1] ~= version then
            if tonumber(state[2] or 0) > tonumber(checked) then
              return {o, key, piece, version, row}
            end
            removeAll(o, key, gone)
            state = {}
          end
          if redis.call('EXISTS', B) == 0 then
            redis.call('DEL', T, N, P..':s')
          end
          local old = redis.call('HGET', k, 'p:'..piece)
          if old then remove(member(o, piece, string.match(old, '^%d+'), key)) end
          if state[2] and tonumber(state[2]) > tonumber(checked) then checked = state[2] end
          redis.call('HSET', k, 'v', version, 'c', checked, 'p:'..piece, row)
          redis.call('PEXPIRE', k, KEPT)
          local m = member(o, piece, size, key)
          add(m, size, now)
          redis.call('ZADD', N, 1, m)
          local left = 1000
          while tonumber(redis.call('GET', B)) > budget and left > 0 do
            left = left - 1
            local first = redis.call('ZRANGE', Z, 0, 1)
            local victim = first[1] ~= m and first[1] or first[2]
            if victim then
              removeInto(victim, gone)
            elseif tonumber(size) + overhead <= budget then
              redis.call('SET', B, number(tonumber(size) + overhead))
            else
              removeInto(m, gone)
              redis.call('SET', B, '0')
            end
          end
          return gone
          """;

  /** origin, key, version, checkedAt. */
  static final String RENEW =
      COMMON
          + """
          local k = hash(ARGV[3], ARGV[4])
          local state = redis.call('HMGET', k, 'v', 'c')
          if state[1] == ARGV[5] and tonumber(state[2] or 0) < tonumber(ARGV[6]) then
            redis.call('HSET', k, 'c', ARGV[6])
          end
          return 0
          """;

  /** origin, key, piece, version. */
  static final String DROP_PIECE =
      COMMON
          + """
          local row = redis.call('HMGET', hash(ARGV[3], ARGV[4]), 'v', 'p:'..ARGV[5])
          if row[1] == ARGV[6] and row[2] then
            remove(member(ARGV[3], ARGV[5], string.match(row[2], '^%d+'), ARGV[4]))
          end
          return 0
          """;

  /** origin, key: origin, key, piece, version, row of each that went. */
  static final String DROP_KEY =
      COMMON
          + """
          local gone = {}
          removeAll(ARGV[3], ARGV[4], gone)
          return gone
          """;

  /** origin, key, piece: version and row, or nothing. */
  static final String CONTAINS =
      COMMON
          + """
          local row = redis.call('HMGET', hash(ARGV[3], ARGV[4]), 'v', 'p:'..ARGV[5])
          if row[1] and row[2] then return {row[1], row[2]} end
          return {}
          """;

  /** cursor: the next cursor, then origin, key, piece, version, row, last use, uses of each. */
  static final String PAGE =
      COMMON
          + """
          local page = redis.call('ZSCAN', T, ARGV[3], 'COUNT', 500)
          local rows = {page[1]}
          for i = 1, #page[2], 2 do
            local o, piece, size, key = split(page[2][i])
            local row = redis.call('HMGET', hash(o, key), 'v', 'p:'..piece)
            if row[1] and row[2] then
              local uses = redis.call('ZSCORE', N, page[2][i]) or '1'
              for _, x in ipairs({o, key, piece, row[1], row[2], page[2][i + 1], uses}) do
                rows[#rows + 1] = x
              end
            end
          end
          return rows
          """;

  /** nothing: bytes and count. */
  static final String TOTALS =
      COMMON
          + """
          return {redis.call('GET', B) or '0', number(redis.call('ZCARD', T))}
          """;

  /** milliseconds: whether the flag was not set. */
  static final String CLAIM =
      COMMON
          + """
          return redis.call('SET', P..':s', '1', 'NX', 'PX', ARGV[3]) and {'1'} or {}
          """;

  private RedisScripts() {}
}
