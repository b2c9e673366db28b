--[[ A leaderboard score is one number that holds the points and the sequence number at which they were reached: more
  points rank higher, and ties rank by sequence, lowest first. Answers and credits of a guild share one sequence. ]]
local SCORE_UNIT = 4294967296

local function encode_score(points, sequence) return points * SCORE_UNIT + SCORE_UNIT - 1 - sequence end

local function points_of(score) return math.floor(score / SCORE_UNIT) end

local function sequence_of(score) return SCORE_UNIT - 1 - (score - points_of(score) * SCORE_UNIT) end

-- The sequence number of the guild's last answer or credit.
local function last_sequence(totals)
  local sequence = 0
  for _, count in ipairs(redis.call("HMGET", totals, "answered", "credited", "deleted")) do
    sequence = sequence + tonumber(count or "0")
  end
  return sequence
end

-- Counts one more answer or credit ("answered" or "credited") and returns its sequence number.
local function next_sequence(totals, counter)
  redis.call("HINCRBY", totals, counter, 1)
  return last_sequence(totals)
end

-- How many seasons have ended. The caller used this number to choose the season's leaderboard.
local function closed_seasons(settings)
  local closings = redis.call("HGET", settings, "closings")
  return closings and #cjson.decode(closings) or 0
end

-- Adds points to every leaderboard from KEYS[board] on. From ARGV[ttl] on: each one's time to live in seconds, or 0.
local function add_points(user, points, sequence, board, ttl)
  for i = board, #KEYS do
    local score = redis.call("ZSCORE", KEYS[i], user)
    if not score or points > 0 then
      redis.call("ZADD", KEYS[i], encode_score(points_of(tonumber(score or "0")) + points, sequence), user)
    end
    -- Only for a new leaderboard, because repeated EXPIREs would bloat the append-only file.
    local lifetime = ARGV[ttl + i - board]
    if not score and lifetime ~= "0" and redis.call("ZCARD", KEYS[i]) == 1 then
      redis.call("EXPIRE", KEYS[i], lifetime)
    end
  end
end
