--[[ Adds a case to the queue of a guild's moderators unless enough of its kind wait, of all or of its member, or its
  member's very suggestion does: a button tapped twice.
  KEYS  queue     ARGV  id, case, kind, user id, most of the kind, most of the kind by one member
  Reply "added" | "again" | "full" | "yours-full" ]]
local id, case, kind, user = unpack(ARGV, 1, 4)
-- This very call, sent again.
if redis.call("HGET", KEYS[1], id) == case then return "added" end

local form = cjson.decode(case).form
local function is_same(other)
  for name, value in pairs(form) do
    if other[name] ~= value then return false end
  end
  return true
end

local waiting, own = 0, 0
for _, text in ipairs(redis.call("HVALS", KEYS[1])) do
  local other = cjson.decode(text)
  if other.kind == kind then
    waiting = waiting + 1
    if other.by == user then own = own + 1 end
    if other.by == user and form and is_same(other.form) then return "again" end
  end
end
if own >= tonumber(ARGV[6]) then return "yours-full" end
if waiting >= tonumber(ARGV[5]) then return "full" end
redis.call("HSET", KEYS[1], id, case)
return "added"
