window.BENCHMARK_DATA = {
  "lastUpdate": 1709284452345,
  "repoUrl": "https://github.com/user/project",
  "entries": {
    "Rust Benchmark": [
      {
        "commit": {
          "author": {
            "email": "user@example.com",
            "name": "User",
            "username": "user"
          },
          "committer": {
            "email": "user@example.com",
            "name": "User",
            "username": "user"
          },
          "distinct": true,
          "id": "123456789abcdef0123456789abcdef012345678",
          "message": "Add fib",
          "timestamp": "2024-03-01T10:00:00+01:00",
          "tree_id": "456789abcdef0123456789abcdef0123456789ab",
          "url": "https://github.com/user/project/commit/123456789abcdef0123456789abcdef012345678"
        },
        "date": 1709283912345,
        "tool": "cargo",
        "benches": [
          {
            "name": "bench_fib_10",
            "range": "± 24",
            "unit": "ns/iter",
            "value": 135
          },
          {
            "name": "bench_fib_20",
            "range": "± 755",
            "unit": "ns/iter",
            "value": 18149
          }
        ]
      }
    ],
    "Go Benchmark": [
      {
        "commit": {
          "author": {
            "email": "user@example.com",
            "name": "User",
            "username": "user"
          },
          "committer": {
            "email": "user@example.com",
            "name": "User",
            "username": "user"
          },
          "distinct": true,
          "id": "123456789abcdef0123456789abcdef012345678",
          "message": "Add fib",
          "timestamp": "2024-03-01T10:00:00+01:00",
          "tree_id": "456789abcdef0123456789abcdef0123456789ab",
          "url": "https://github.com/user/project/commit/123456789abcdef0123456789abcdef012345678"
        },
        "date": 1709283972345,
        "tool": "go",
        "benches": [
          {
            "extra": "5000000 times\n8 procs",
            "name": "BenchmarkFib10",
            "unit": "ns/op\t      16 B/op\t       1 allocs/op",
            "value": 325
          },
          {
            "extra": "1 times\n16 procs",
            "name": "BenchmarkThing",
            "unit": "ns/op\t        64.02 UnitsForMeasure2",
            "value": 95258906556
          }
        ]
      }
    ],
    "Benchmark.js Benchmark": [
      {
        "commit": {
          "author": {
            "email": "user@example.com",
            "name": "User",
            "username": "user"
          },
          "committer": {
            "email": "user@example.com",
            "name": "User",
            "username": "user"
          },
          "distinct": true,
          "id": "123456789abcdef0123456789abcdef012345678",
          "message": "Add fib",
          "timestamp": "2024-03-01T10:00:00+01:00",
          "tree_id": "456789abcdef0123456789abcdef0123456789ab",
          "url": "https://github.com/user/project/commit/123456789abcdef0123456789abcdef012345678"
        },
        "date": 1709284032345,
        "tool": "benchmarkjs",
        "benches": [
          {
            "extra": "91 samples",
            "name": "fib(10)",
            "range": "±0.74%",
            "unit": "ops/sec",
            "value": 1431759
          }
        ]
      }
    ],
    "C++ Benchmark": [
      {
        "commit": {
          "author": {
            "email": "user@example.com",
            "name": "User",
            "username": "user"
          },
          "committer": {
            "email": "user@example.com",
            "name": "User",
            "username": "user"
          },
          "distinct": true,
          "id": "123456789abcdef0123456789abcdef012345678",
          "message": "Add fib",
          "timestamp": "2024-03-01T10:00:00+01:00",
          "tree_id": "456789abcdef0123456789abcdef0123456789ab",
          "url": "https://github.com/user/project/commit/123456789abcdef0123456789abcdef012345678"
        },
        "date": 1709284092345,
        "tool": "googlecpp",
        "benches": [
          {
            "extra": "iterations: 3070566\ncpu: 213.65507206163295 ns\nthreads: 1",
            "name": "fib_10",
            "unit": "ns/iter",
            "value": 214.98980114547953
          }
        ]
      }
    ],
    "Catch2 Benchmark": [
      {
        "commit": {
          "author": {
            "email": "user@example.com",
            "name": "User",
            "username": "user"
          },
          "committer": {
            "email": "user@example.com",
            "name": "User",
            "username": "user"
          },
          "distinct": true,
          "id": "123456789abcdef0123456789abcdef012345678",
          "message": "Add fib",
          "timestamp": "2024-03-01T10:00:00+01:00",
          "tree_id": "456789abcdef0123456789abcdef0123456789ab",
          "url": "https://github.com/user/project/commit/123456789abcdef0123456789abcdef012345678"
        },
        "date": 1709284152345,
        "tool": "catch2",
        "benches": [
          {
            "extra": "100 samples\n208 iterations",
            "name": "Fibonacci 10",
            "range": "± 19",
            "unit": "ns",
            "value": 344
          }
        ]
      }
    ]
  }
}