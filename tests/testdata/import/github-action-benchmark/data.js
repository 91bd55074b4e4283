window.BENCHMARK_DATA = {
  "lastUpdate": 1709975292345,
  "repoUrl": "https://github.com/user/project",
  "entries": {
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
        "date": 1709283912345,
        "tool": "go",
        "benches": [
          {
            "name": "BenchmarkFib10",
            "value": 325,
            "unit": "ns/op\t       0 B/op\t       0 allocs/op",
            "extra": "5000000 times\n4 procs"
          },
          {
            "name": "BenchmarkFib10 - ns/op",
            "value": 325,
            "unit": "ns/op",
            "extra": "5000000 times\n4 procs"
          },
          {
            "name": "BenchmarkFib10 - B/op",
            "value": 0,
            "unit": "B/op",
            "extra": "5000000 times\n4 procs"
          },
          {
            "name": "BenchmarkFib10 - allocs/op",
            "value": 0,
            "unit": "allocs/op",
            "extra": "5000000 times\n4 procs"
          },
          {
            "name": "BenchmarkFib20",
            "value": 42250,
            "unit": "ns/op",
            "extra": "40000 times\n4 procs"
          }
        ]
      },
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
          "id": "23456789abcdef0123456789abcdef0123456789",
          "message": "Speed up fib",
          "timestamp": "2024-03-02T10:00:00+01:00",
          "tree_id": "56789abcdef0123456789abcdef0123456789abc",
          "url": "https://github.com/user/project/commit/23456789abcdef0123456789abcdef0123456789"
        },
        "date": 1709370312345,
        "tool": "go",
        "benches": [
          {
            "name": "BenchmarkFib10",
            "value": 260.5,
            "unit": "ns/op\t       0 B/op\t       0 allocs/op",
            "extra": "5000000 times\n4 procs"
          },
          {
            "name": "BenchmarkFib10 - ns/op",
            "value": 260.5,
            "unit": "ns/op",
            "extra": "5000000 times\n4 procs"
          },
          {
            "name": "BenchmarkFib10 - B/op",
            "value": 0,
            "unit": "B/op",
            "extra": "5000000 times\n4 procs"
          },
          {
            "name": "BenchmarkFib10 - allocs/op",
            "value": 0,
            "unit": "allocs/op",
            "extra": "5000000 times\n4 procs"
          },
          {
            "name": "BenchmarkFib20",
            "value": 33865,
            "unit": "ns/op",
            "extra": "40000 times\n4 procs"
          }
        ]
      },
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
          "id": "23456789abcdef0123456789abcdef0123456789",
          "message": "Speed up fib",
          "timestamp": "2024-03-02T10:00:00+01:00",
          "tree_id": "56789abcdef0123456789abcdef0123456789abc",
          "url": "https://github.com/user/project/commit/23456789abcdef0123456789abcdef0123456789"
        },
        "date": 1709975172345,
        "tool": "go",
        "benches": [
          {
            "name": "BenchmarkFib10",
            "value": 262.25,
            "unit": "ns/op\t       0 B/op\t       0 allocs/op",
            "extra": "5000000 times\n4 procs"
          },
          {
            "name": "BenchmarkFib10 - ns/op",
            "value": 262.25,
            "unit": "ns/op",
            "extra": "5000000 times\n4 procs"
          },
          {
            "name": "BenchmarkFib10 - B/op",
            "value": 0,
            "unit": "B/op",
            "extra": "5000000 times\n4 procs"
          },
          {
            "name": "BenchmarkFib10 - allocs/op",
            "value": 0,
            "unit": "allocs/op",
            "extra": "5000000 times\n4 procs"
          },
          {
            "name": "BenchmarkFib20",
            "value": 34092.5,
            "unit": "ns/op",
            "extra": "40000 times\n4 procs"
          }
        ]
      },
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
          "id": "3456789abcdef0123456789abcdef0123456789a",
          "message": "Clean up",
          "timestamp": "2024-03-03T10:00:00+01:00",
          "tree_id": "6789abcdef0123456789abcdef0123456789abcd",
          "url": "https://github.com/user/project/commit/3456789abcdef0123456789abcdef0123456789a"
        },
        "date": 1709456832345,
        "tool": "go",
        "benches": [
          {
            "name": "BenchmarkFib10",
            "value": 261,
            "unit": "ns/op\t       0 B/op\t       0 allocs/op",
            "extra": "5000000 times\n4 procs"
          },
          {
            "name": "BenchmarkFib10 - ns/op",
            "value": 261,
            "unit": "ns/op",
            "extra": "5000000 times\n4 procs"
          },
          {
            "name": "BenchmarkFib10 - B/op",
            "value": 0,
            "unit": "B/op",
            "extra": "5000000 times\n4 procs"
          },
          {
            "name": "BenchmarkFib10 - allocs/op",
            "value": 0,
            "unit": "allocs/op",
            "extra": "5000000 times\n4 procs"
          },
          {
            "name": "BenchmarkFib20",
            "value": 33930,
            "unit": "ns/op",
            "extra": "40000 times\n4 procs"
          }
        ]
      }
    ],
    "Python Benchmark": [
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
        "tool": "pytest",
        "benches": [
          {
            "name": "tests/test_fib.py::test_fib[10]",
            "value": 41513.272817492856,
            "unit": "iter/sec",
            "range": "stddev: 0.000006175090189861328",
            "extra": "mean: 24.08868133322941 usec\nrounds: 29044"
          }
        ]
      },
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
          "id": "3456789abcdef0123456789abcdef0123456789a",
          "message": "Clean up",
          "timestamp": "2024-03-03T10:00:00+01:00",
          "tree_id": "6789abcdef0123456789abcdef0123456789abcd",
          "url": "https://github.com/user/project/commit/3456789abcdef0123456789abcdef0123456789a"
        },
        "date": 1709456712345,
        "tool": "pytest",
        "benches": [
          {
            "name": "tests/test_fib.py::test_fib[10]",
            "value": 40750,
            "unit": "iter/sec",
            "range": "stddev: 0.000006175090189861328",
            "extra": "mean: 24.539877300613497 usec\nrounds: 29044"
          }
        ]
      }
    ]
  }
}