--[[ Adds a case to the queue of a guild's moderators unless enough of its kind wait, of all or of its member.
  KEYS  queue     ARGV  id, case, kind, user id, most of the kind, most of the kind by one member
  Reply "added" | "full" | "yours-full" ]]
local id, case, kind, user = unpack(ARGV, 1, 4)
-- This very call, sent again.
if redis.call("HGET", KEYS[1], id) == case then return "added" end

local waiting, own = 0, 0
for _, text in ipairs(redis.call("HVALS", KEYS[1])) do
  local other = cjson.decode(text)
  if other.kind == kind then
    waiting = waiting + 1
    if other.by == user then own = own + 1 end
  end
end
if own >= tonumber(ARGV[6]) then return "yours-full" end
if waiting >= tonumber(ARGV[5]) then return "full" end
redis.call("HSET", KEYS[1], id, case)
return "added"
