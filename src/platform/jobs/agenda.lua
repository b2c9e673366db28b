--@script settle
--[[ Moves due entries to their next time, or removes them. Skips entries that have been set again in the meantime.
  KEYS  agenda     ARGV  for each entry: entry, time it was due, next time or ""
  Reply number of settled entries ]]
local settled = 0
for i = 1, #ARGV, 3 do
  local entry, due, next_due = ARGV[i], tonumber(ARGV[i + 1]), ARGV[i + 2]
  if tonumber(redis.call("ZSCORE", KEYS[1], entry) or "") == due then
    if next_due == "" then redis.call("ZREM", KEYS[1], entry) else redis.call("ZADD", KEYS[1], next_due, entry) end
    settled = settled + 1
  end
end
return settled
