--[[ Takes a case off the queue, or puts its next edition there, if it still is the one the caller read.
  KEYS  queue     ARGV  id, edition the caller read, next edition or ""
  Reply 1 done | 0 it is another by now, or gone ]]
local id, edition, after = ARGV[1], tonumber(ARGV[2]), ARGV[3]
local stored = redis.call("HGET", KEYS[1], id)
-- This very call, sent again.
if stored and stored == after then return 1 end
if not stored or cjson.decode(stored).edition ~= edition then return 0 end
if after == "" then redis.call("HDEL", KEYS[1], id) else redis.call("HSET", KEYS[1], id, after) end
return 1
