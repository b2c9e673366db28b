--@script load
--[[ Loads a learner's quiz and what an answer to its current question may change.
  KEYS  quiz, history, mastery
  Reply {state or "", current question or "", its history or "", mastery as alternating topics and values} ]]
local quiz = redis.call("HMGET", KEYS[1], "state", "question")
local question = quiz[2] or ""
local history = question ~= "" and redis.call("HGET", KEYS[2], question) or ""
return { quiz[1] or "", question, history, redis.call("HGETALL", KEYS[3]) }

--@script save
--[[ Replaces a quiz with its next state and saves the answer's learning changes, all or nothing.
  KEYS  quiz, history, mastery
  ARGV  version before or 0, version after, state after, current question after or "", seconds to keep it, then for
        each field: its hash (1 history, 2 mastery), field, version before or "", new value
  Reply 1 saved | 0 another step or answer was saved first ]]
--@include ../learning/version.lua
local before, version, state, question, retention = unpack(ARGV, 1, 5)
if (redis.call("HGET", KEYS[1], "version") or "0") ~= before or has_changed(ARGV, 6, 1) then return 0 end

for i = 6, #ARGV, 4 do redis.call("HSET", KEYS[ARGV[i] + 1], ARGV[i + 1], ARGV[i + 3]) end
redis.call("HSET", KEYS[1], "version", version, "state", state, "question", question)
redis.call("EXPIRE", KEYS[1], retention)
return 1
