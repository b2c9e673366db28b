--@script add
--[[ Adds a schedule unless its id is in use or the guild is at its limit.
  KEYS  schedules     ARGV  id, schedule, limit
  Reply "added" | "id-in-use" | "full" ]]
-- A schedule contains a unique serial, so an equal one was stored by an earlier attempt of this call.
if redis.call("HGET", KEYS[1], ARGV[1]) == ARGV[2] then return "added" end
if redis.call("HLEN", KEYS[1]) >= tonumber(ARGV[3]) then return "full" end
if redis.call("HSETNX", KEYS[1], ARGV[1], ARGV[2]) == 0 then return "id-in-use" end
return "added"

--@script replace
--[[ Replaces a schedule unless it has changed since this revision (its first word).
  KEYS  schedules     ARGV  id, revision before, schedule after
  Reply 1 if replaced, 0 if it has changed ]]
local stored = redis.call("HGET", KEYS[1], ARGV[1])
-- Stored by an earlier attempt of this call.
if stored == ARGV[3] then return 1 end
if not stored or string.match(stored, "^%S+") ~= ARGV[2] then return 0 end
redis.call("HSET", KEYS[1], ARGV[1], ARGV[3])
return 1

--@script addWaitingPost
--[[ Records a manual post that is waiting for Discord, unless the guild has too many.
  KEYS  waiting posts     ARGV  slot id, now, requested since, limit, milliseconds until the key expires
  Reply 1 recorded | 0 too many ]]
redis.call("ZREMRANGEBYSCORE", KEYS[1], "-inf", ARGV[3])
if not redis.call("ZSCORE", KEYS[1], ARGV[1]) and redis.call("ZCARD", KEYS[1]) >= tonumber(ARGV[4]) then return 0 end
redis.call("ZADD", KEYS[1], "NX", ARGV[2], ARGV[1])
redis.call("PEXPIRE", KEYS[1], ARGV[5])
return 1
