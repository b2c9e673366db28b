--[[ Stores the open attempt of a learner, if it still is what the caller read: with a step taken, or begun anew.
  KEYS  attempt     ARGV  "id:version" of what the caller read or "" for none, what is stored now
  Reply 1 stored | 0 another step came first ]]
local stored = redis.call("GET", KEYS[1]) or ""
if (string.match(stored, "^%w+:%d+") or "") ~= ARGV[1] then return 0 end
redis.call("SET", KEYS[1], ARGV[2])
return 1
