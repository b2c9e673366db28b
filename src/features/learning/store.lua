--@script save
--[[ Updates hash fields if they still have the versions the update was computed from, all or none.
  KEYS  history, mastery     ARGV  for each field: number of its hash, field, version before or "", new value
  Reply 1 saved | 0 a field has changed ]]
--@include ./version.lua
if has_changed(ARGV, 1, 0) then return 0 end
for i = 1, #ARGV, 4 do redis.call("HSET", KEYS[tonumber(ARGV[i])], ARGV[i + 1], ARGV[i + 3]) end
return 1
