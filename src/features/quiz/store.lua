--@script load
--[[ Loads a learner's quiz and what an answer to its current question may change.
  KEYS  quiz, history, mastery
  Reply {state or "", current question or "", its history or "", mastery as topics and values in turn} ]]
local quiz = redis.call("HMGET", KEYS[1], "state", "question")
local question = quiz[2] or ""
local history = question ~= "" and redis.call("HGET", KEYS[2], question) or ""
return { quiz[1] or "", question, history, redis.call("HGETALL", KEYS[3]) }

--@script save
--[[ Replaces a quiz with its next state and saves what the answer changed about the learner; all of it or nothing.
  KEYS  quiz, history, mastery
  ARGV  state before or "", state after, current question after or "", seconds to keep it,
        then for each field: its hash (1 history, 2 mastery), field, old value or "", new value
  Reply "saved" | "quiz-changed": another step was first | "learner-changed": another answer was first ]]
local before, after, question, retention = unpack(ARGV, 1, 4)
if (redis.call("HGET", KEYS[1], "state") or "") ~= before then return "quiz-changed" end

for i = 5, #ARGV, 4 do
  local stored = redis.call("HGET", KEYS[ARGV[i] + 1], ARGV[i + 1]) or ""
  if stored ~= ARGV[i + 2] then return "learner-changed" end
end

for i = 5, #ARGV, 4 do redis.call("HSET", KEYS[ARGV[i] + 1], ARGV[i + 1], ARGV[i + 3]) end
redis.call("HSET", KEYS[1], "state", after, "question", question)
redis.call("EXPIRE", KEYS[1], retention)
return "saved"
