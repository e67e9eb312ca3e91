// Carries the precompiled headers of the tests; never linked into anything.
int main() { return 0; }
