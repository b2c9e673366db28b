--@script claim
--[[ Claims a day's reminder. Never claims an earlier day or one whose reminder was sent.
  KEYS  reminder     ARGV  day, now
  Reply {"claimed", when an earlier attempt started or ""} | {"done"}: already sent, an earlier day, or turned off ]]
local time, day, since, sent = unpack(redis.call("HMGET", KEYS[1], "time", "day", "since", "sent"))
if not time or (day and day > ARGV[1]) or (day == ARGV[1] and sent) then return { "done" } end
if day == ARGV[1] then return { "claimed", since } end

redis.call("HSET", KEYS[1], "day", ARGV[1], "since", ARGV[2])
redis.call("HDEL", KEYS[1], "sent")
return { "claimed", "" }

--@script markSent
--[[ Marks a claimed reminder as sent.
  KEYS  reminder     ARGV  day
  Reply 1 marked | 0 another day has been claimed since ]]
if redis.call("HGET", KEYS[1], "day") ~= ARGV[1] then return 0 end
redis.call("HSET", KEYS[1], "sent", "1")
return 1
