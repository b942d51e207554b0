namespace Packages.Tests;

/// <summary>All tests of packages: one packing, one build at a time.</summary>
[CollectionDefinition(PackagesFixture.Collection)]
public sealed class PackagesCollection : ICollectionFixture<PackagesFixture>;
