--@script add
--[[ Adds an item to a guild's review queue unless the queue is full or the member already has the same suggestion in it
  (a double click).
  KEYS  queue     ARGV  id, item JSON, kind, user id, maximum of this kind, maximum of this kind per member
  Reply "added" | "duplicate" | "full" | "member-full" ]]
local id, item, kind, user = unpack(ARGV, 1, 4)
-- A retry of a call that already succeeded.
if redis.call("HGET", KEYS[1], id) == item then return "added" end

local form = cjson.decode(item).form
local function is_same(other)
  for name, value in pairs(form) do
    if other[name] ~= value then return false end
  end
  return true
end

local total, own = 0, 0
for _, text in ipairs(redis.call("HVALS", KEYS[1])) do
  local other = cjson.decode(text)
  if other.kind == kind then
    total = total + 1
    if other.by == user then own = own + 1 end
    if other.by == user and form and is_same(other.form) then return "duplicate" end
  end
end
if own >= tonumber(ARGV[6]) then return "member-full" end
if total >= tonumber(ARGV[5]) then return "full" end
redis.call("HSET", KEYS[1], id, item)
return "added"

--@script update
--[[ Removes an item from a review queue, or replaces it, if its version is still the expected one.
  KEYS  queue     ARGV  id, expected version, new item JSON or "" to remove
  Reply 1 done | 0 the item has changed or was removed ]]
local id, version, after = ARGV[1], tonumber(ARGV[2]), ARGV[3]
local stored = redis.call("HGET", KEYS[1], id)
-- A retry of a call that already succeeded.
if stored and stored == after then return 1 end
if not stored or cjson.decode(stored).version ~= version then return 0 end
if after == "" then redis.call("HDEL", KEYS[1], id) else redis.call("HSET", KEYS[1], id, after) end
return 1
