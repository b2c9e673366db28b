--[[ Submits the open attempt, if it still is what the caller read: keeps its result, and itself until what follows from
  it is seen to. Of the results the latest are kept; their ids rise with time.
  KEYS  attempt, results, submitted attempts, result the learner is still to be told of
  ARGV  "id:version" of what the caller read, id, result, how many results are kept, "1" if the learner does not know
  Reply 1 submitted | 0 another step came first ]]
local head, id, result, kept, untold = unpack(ARGV)
local stored = redis.call("GET", KEYS[1]) or ""
if string.match(stored, "^%w+:%d+") ~= head then return 0 end

redis.call("DEL", KEYS[1])
redis.call("HSET", KEYS[2], id, result)
redis.call("HSET", KEYS[3], id, stored)
if untold == "1" then redis.call("SET", KEYS[4], id) end

local ids = redis.call("HKEYS", KEYS[2])
table.sort(ids, function(a, b) return tonumber(a, 36) > tonumber(b, 36) end)
for place = tonumber(kept) + 1, #ids do redis.call("HDEL", KEYS[2], ids[place]) end
return 1
