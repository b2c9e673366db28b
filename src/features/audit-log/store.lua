--@script addEntry
--[[ Adds an entry to the audit log. An entry with an id is added once. If one of the latest entries records the
  same change by the same user, increments its count and moves it to the top instead. Beyond the limit, deletes the oldest
  entry that isn't a change to the moderator role or audit channel.
  KEYS  audit log, totals
  ARGV  id or "", actor and change (the end of a stored entry), at, oldest time and number of latest entries to merge with,
        maximum entries, maximum retained changes to the moderator role or audit channel
  Reply the entry's number ]]
local id, change, at, since = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4])
local latest, limit, kept = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])
local earlier = id ~= "" and redis.call("HGET", KEYS[2], "audited:" .. id)
if earlier then return tonumber(earlier) end

local number = redis.call("HINCRBY", KEYS[2], "audited", 1)
if id ~= "" then redis.call("HSET", KEYS[2], "audited:" .. id, number) end
local times = ""
for _, stored in ipairs(redis.call("LRANGE", KEYS[1], 0, latest - 1)) do
  if string.sub(stored, -#change) == change then
    local entry = cjson.decode(stored)
    if entry.at >= since then
      times = string.format('"times":%d,', (entry.times or 1) + 1)
      redis.call("LREM", KEYS[1], 1, stored)
    end
    break
  end
end
redis.call("LPUSH", KEYS[1], '{"at":' .. at .. "," .. times .. change)
if redis.call("LLEN", KEYS[1]) <= limit then return number end

local oldest = redis.call("LRANGE", KEYS[1], -kept - 1, -1)
for i = #oldest, 1, -1 do
  local is_kept = string.find(oldest[i], '"setting":"moderatorRole"', 1, true)
    or string.find(oldest[i], '"setting":"auditChannel"', 1, true)
  if not is_kept then
    redis.call("LREM", KEYS[1], -1, oldest[i])
    return number
  end
end
redis.call("RPOP", KEYS[1])
return number
